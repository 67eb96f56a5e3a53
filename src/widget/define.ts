/** `import 'otklik/define'`: makes `<otklik-survey>` known to the page. */
import { register } from './registration.ts';

register();
