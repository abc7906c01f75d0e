export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export const milliseconds = (value: number) => `${value >= 100 ? value.toFixed(0) : value.toFixed(1)} ms`;
export const microseconds = (value: number) => `${(value * 1e6).toFixed(1)} µs`;
export const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
export const mebibytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
export const times = (value: number) => `${value.toFixed(2)} ×`;
export const seconds = (value: number) => `${value.toFixed(2)} s`;
