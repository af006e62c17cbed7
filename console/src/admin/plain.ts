/** For searching: accents, capitals and blanks around make no difference. */
export const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
