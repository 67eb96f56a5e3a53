/** One sheet, adopted by every element: no style element, no style attribute. */
import { css } from 'lit';

import { controls } from './controls.ts';
import { shell } from './shell.ts';
import { theme } from './theme.ts';

export const styles = css`
  ${theme}${shell}${controls}
`;
