/**
 * Inverts a symmetric positive definite matrix of `size` rows, given in full, row by row. The argument is overwritten.
 * This takes about `size`³ / 2 multiplications, all along rows, so that the processor reads memory in order. Throws a
 * RangeError if the matrix is not positive definite.
 */
export function invertPositiveDefinite(matrix: Float64Array, size: number): Float64Array {
  factorize(matrix, size);
  invertLower(matrix, size);
  return selfProduct(matrix, size);
}

/** Replaces the lower triangle by L, where L·Lᵀ is the given matrix. */
function factorize(a: Float64Array, size: number): void {
  for (let row = 0; row < size; row++) {
    const at = row * size;
    for (let column = 0; column <= row; column++) {
      const other = column * size;
      let sum = a[at + column] as number;
      for (let k = 0; k < column; k++) sum -= (a[at + k] as number) * (a[other + k] as number);
      if (column < row) a[at + column] = sum / (a[other + column] as number);
      else if (sum > 0) a[at + row] = Math.sqrt(sum);
      else throw new RangeError(`the matrix is not positive definite in row ${row}`);
    }
  }
}

/** Replaces the lower triangle by its inverse. */
function invertLower(a: Float64Array, size: number): void {
  const line = new Float64Array(size);
  for (let row = 0; row < size; row++) {
    const at = row * size;
    line.fill(0, 0, row);
    for (let k = 0; k < row; k++) {
      const factor = a[at + k] as number;
      const from = k * size;
      for (let column = 0; column <= k; column++)
        line[column] = (line[column] as number) - factor * (a[from + column] as number);
    }
    const diagonal = 1 / (a[at + row] as number);
    for (let column = 0; column < row; column++) a[at + column] = (line[column] as number) * diagonal;
    a[at + row] = diagonal;
  }
}

/** Computes Aᵀ·A of a lower triangle, in full. */
function selfProduct(a: Float64Array, size: number): Float64Array {
  const product = new Float64Array(size * size);
  for (let k = 0; k < size; k++) {
    const from = k * size;
    for (let row = 0; row <= k; row++) {
      const factor = a[from + row] as number;
      if (factor === 0) continue;
      const at = row * size;
      for (let column = 0; column <= row; column++)
        product[at + column] = (product[at + column] as number) + factor * (a[from + column] as number);
    }
  }
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < row; column++) product[column * size + row] = product[row * size + column] as number;
  }
  return product;
}
