/**
 * erf(x) to double precision, by the series of positive terms
 * 2/√π · e^(−x²) · Σ 2ⁿ x^(2n+1) / (1·3·…·(2n+1)) (Abramowitz & Stegun 1964, 7.1.6), which loses no digits to cancellation.
 */
export function erf(x: number): number {
  if (Number.isNaN(x)) return x;
  // 1 − erf(6) is 2e-17, less than half the last digit of 1
  if (Math.abs(x) > 6) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}
