/** Where a module is in the published package, which holds what the compiler made of src/. */
const published = (path) => path.replace(/^(\/?)src\//, '$1dist/').replace(/\.ts$/, '.js');

/** The manifest of the one public element, for editors and documentation tools. */
export default {
  globs: ['src/widget/**/*.ts'],
  exclude: ['src/**/*.test.ts', 'src/**/testing/**'],
  outdir: '.',
  litelement: true,
  packagejson: false,
  plugins: [
    {
      name: 'published-paths',
      packageLinkPhase({ customElementsManifest }) {
        const text = JSON.stringify(customElementsManifest.modules);
        customElementsManifest.modules = JSON.parse(text, (key, value) =>
          (key === 'path' || key === 'module') && typeof value === 'string'
            ? published(value)
            : value,
        );
      },
    },
  ],
};
