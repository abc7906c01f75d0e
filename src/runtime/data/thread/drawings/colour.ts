/** Colours by lightness, chroma and hue, so that "bright" and "warm" mean the same for all of them. */

/** One number from 0 to 1 for each channel: red, green and blue as a screen shows them, or grey. */
export type Colour = readonly number[];

/** Oklab (Ottosson 2020, "A perceptual color space for image processing") in polar form; the hue in degrees. */
export function oklch(lightness: number, chroma: number, hue: number, channels: number): Colour {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const rgb = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map(encoded);
  return channels === 3 ? rgb : [grey(rgb)];
}

/** The transfer function of sRGB (IEC 61966-2-1); what the screen cannot show becomes what it can. */
function encoded(linear: number): number {
  const value = linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
  return Math.min(1, Math.max(0, value));
}

/** Luma with the weights of Rec. 709. */
export const grey = ([red, green, blue]: Colour): number => 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
