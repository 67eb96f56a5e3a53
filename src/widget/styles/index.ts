/** One sheet, shared by every element. */
import { unsafeCSS } from 'lit';

import { controls } from './controls.ts';
import { shell } from './shell.ts';
import { theme } from './theme.ts';

export const styles = unsafeCSS(theme + shell + controls);
