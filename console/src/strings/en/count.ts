/** A number and what is counted. */

import { counted } from '../count';

export const many = counted('en');
