import { dropdown } from './kinds/dropdown.ts';
import { file } from './kinds/file.ts';
import { link } from './kinds/link.ts';
import { parts } from './kinds/parts.ts';
import { ranking } from './kinds/ranking.ts';
import { search } from './kinds/search.ts';
import { signature } from './kinds/signature.ts';
import { slider } from './kinds/slider.ts';
import { tab } from './kinds/tab.ts';

/** What single types of questions need beside; each comes with the type's own code. */
export const kinds = { dropdown, search, ranking, slider, parts, link, file, signature, tab };
