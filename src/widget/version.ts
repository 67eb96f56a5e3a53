/** Of this package; a test holds it to package.json. */
export const WIDGET_VERSION = '0.1.0';
