/** How a tone is made. */
export const toneKinds = ['plucked', 'bowed', 'struck', 'blown'] as const;
export type ToneKind = (typeof toneKinds)[number];

/** The samples in a second. */
export const SAMPLE_RATE = 16_000;

/** The notes of two octaves from A3, 220 Hz, in equal temperament. */
export const toneNotes: readonly string[] = Array.from({ length: 25 }, (_, i) => {
  const names = ['A', 'A#', 'B', 'C', 'C#', 'D', 'D#', 'E', 'F', 'F#', 'G', 'G#'];
  return `${names[i % 12]}${3 + Math.floor((i + 9) / 12)}`;
});

/** The frequency of a note in Hz. */
export const frequencyOf = (note: number): number => 220 * 2 ** (note / 12);
