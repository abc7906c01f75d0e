/** Counts the bytes that a device holds, by watching the map in which it stores its data. */
export class Ledger {
  private liveBytes = 0;
  private highest = 0;
  private readonly sizes = new Map<object, number>();

  /** Watches a device's storage from now on. Patches only this object, not its class. */
  watch<Data>(
    storage: { set(id: object, data: Data): void; delete(id: object): boolean },
    bytesOf: (data: Data) => number,
  ): void {
    const set = storage.set.bind(storage);
    const remove = storage.delete.bind(storage);
    storage.set = (id, data) => {
      set(id, data);
      this.count(id, bytesOf(data));
    };
    storage.delete = (id) => {
      this.count(id, 0);
      this.sizes.delete(id);
      return remove(id);
    };
  }

  /** The number of values alive. */
  get values(): number {
    return this.sizes.size;
  }

  get peakBytes(): number {
    return this.highest;
  }

  resetPeak(): void {
    this.highest = this.liveBytes;
  }

  private count(id: object, bytes: number): void {
    this.liveBytes += bytes - (this.sizes.get(id) ?? 0);
    this.sizes.set(id, bytes);
    if (this.liveBytes > this.highest) this.highest = this.liveBytes;
  }
}
