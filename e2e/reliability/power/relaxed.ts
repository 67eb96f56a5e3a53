/** The control: a page on which nothing is stored more durably than browsers do by default. */
const begin = Object.getOwnPropertyDescriptor(IDBDatabase.prototype, 'transaction')
  ?.value as IDBDatabase['transaction'];

export function prepare(): void {
  IDBDatabase.prototype.transaction = function (names, mode) {
    return begin.call(this, names, mode);
  };
}
