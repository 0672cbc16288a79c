import { invertPositiveDefinite } from '../../../engines/recommend/cholesky';
import { train } from '../../../engines/recommend/ease';

const rounded = (values: Iterable<number>) => [...values].map((value) => Math.round(value * 1e6) / 1e6);

test('a matrix times its inverse is one', () => {
  const size = 12;
  const matrix = new Float64Array(size * size);
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++)
      matrix[row * size + column] = row === column ? size : 1 / (1 + Math.abs(row - column));
  const inverse = invertPositiveDefinite(Float64Array.from(matrix), size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      let sum = 0;
      for (let k = 0; k < size; k++) sum += (matrix[row * size + k] ?? 0) * (inverse[k * size + column] ?? 0);
      expect(sum).toBeCloseTo(row === column ? 1 : 0, 12);
    }
  }
});

test('a matrix that is not positive definite is refused', () => {
  expect(() => invertPositiveDefinite(Float64Array.from([1, 2, 2, 1]), 2)).toThrow(RangeError);
});

test('weights are those computed by hand', () => {
  // Three users over items a, b, c: {a, b}, {a, b, c}, {c}; λ = 1.
  // XᵀX + 1 = [3 2 1; 2 3 1; 1 1 3]; its determinant is 13, its adjugate [8 −5 −1; −5 8 −1; −1 −1 5].
  // B = −P / diag(P) by columns, with nothing on the diagonal.
  const { weights } = train(
    {
      items: ['a', 'b', 'c'],
      starts: Uint32Array.from([0, 2, 5, 6]),
      columns: Uint32Array.from([0, 1, 0, 1, 2, 2]),
      values: Float32Array.from([1, 1, 1, 1, 1, 1]),
    },
    1,
  );
  expect(rounded(weights)).toEqual(rounded([0, 5 / 8, 1 / 5, 5 / 8, 0, 1 / 5, 1 / 8, 1 / 8, 0]));
});
