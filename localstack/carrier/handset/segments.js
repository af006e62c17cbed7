// How many SMS segments a text takes (3GPP TS 23.038): GSM 03.38 septets when every character fits, else UTF-16.

const GSM_BASIC = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
  + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const GSM_EXTENDED = new Set("\f^{}\\[~]|€");

/** `{segments, characters, unicode}`; no character is ever split between two segments. */
export function measure(body) {
  const characters = Array.from(body);
  const unicode = !characters.every((one) => GSM_BASIC.has(one) || GSM_EXTENDED.has(one));
  const sizes = characters.map((one) => (unicode ? one.length : GSM_EXTENDED.has(one) ? 2 : 1));
  const [single, each] = unicode ? [70, 67] : [160, 153];
  let segments = 1;
  if (sizes.reduce((sum, size) => sum + size, 0) > single) {
    let used = 0;
    for (const size of sizes) {
      if (used + size > each) { segments += 1; used = 0; }
      used += size;
    }
  }
  return { segments, characters: characters.length, unicode };
}
