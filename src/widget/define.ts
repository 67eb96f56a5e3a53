/** `import 'otklik/define'`: makes `<otklik-survey>` known to the page; where there is none, nothing happens. */
import { register } from './registration.ts';

/** Its tag and its events, for `document.createElement` and `addEventListener`. */
export type * from './index.ts';

if (typeof customElements !== 'undefined') register();
