import { ServiceError } from '../../kernel/service';

export function invalid(message: string): ServiceError {
  return new ServiceError('InvalidInputException', message);
}

export function notFound(message: string): ServiceError {
  return new ServiceError('ResourceNotFoundException', message, 404);
}

export function exists(arn: string): ServiceError {
  return new ServiceError('ResourceAlreadyExistsException', `Another resource with Arn ${arn} already exists.`);
}

export function inUse(message: string): ServiceError {
  return new ServiceError('ResourceInUseException', message);
}
