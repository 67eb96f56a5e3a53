/** One sheet, shared by every element. */
import { controls } from './controls.ts';
import { shell } from './shell.ts';
import { theme } from './theme.ts';

export const styles = theme + shell + controls;
