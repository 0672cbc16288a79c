import { invertPositiveDefinite } from './cholesky';

/** The cells of users and items that a model is trained on: one row for each user. */
export interface TrainingSet {
  /** The items of the matrix's columns. */
  readonly items: readonly string[];
  /** Where each user's cells begin in `columns` and `values`. There is one more entry than users. */
  readonly starts: Uint32Array;
  readonly columns: Uint32Array;
  readonly values: Float32Array;
}

/**
 * The weights between items: `weights[i * items.length + j]` is the amount that having item i adds to the score of item
 * j.
 */
export interface Model {
  readonly items: readonly string[];
  readonly weights: Float32Array;
}

/**
 * EASE^R, a linear model that predicts each item from all others, in closed form (Steck, "Embarrassingly Shallow
 * Autoencoders for Sparse Data", 2019): with P = (XᵀX + λI)⁻¹, B = −P / diag(P), and zeros on the diagonal. `lambda` is
 * in units of squared cells: the larger it is, the less rare coincidences count.
 */
export function train({ items, starts, columns, values }: TrainingSet, lambda: number): Model {
  const size = items.length;
  const gram = new Float64Array(size * size);
  for (let user = 0; user + 1 < starts.length; user++) {
    const [from, to] = [starts[user] as number, starts[user + 1] as number];
    for (let a = from; a < to; a++) {
      const row = (columns[a] as number) * size;
      const value = values[a] as number;
      for (let b = from; b < to; b++) {
        const at = row + (columns[b] as number);
        gram[at] = (gram[at] as number) + value * (values[b] as number);
      }
    }
  }
  for (let item = 0; item < size; item++) gram[item * size + item] = (gram[item * size + item] as number) + lambda;
  const inverse = invertPositiveDefinite(gram, size);
  const weights = new Float32Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      if (row === column) continue;
      const diagonal = inverse[column * size + column] as number;
      weights[row * size + column] = -(inverse[row * size + column] as number) / diagonal;
    }
  }
  return { items, weights };
}
