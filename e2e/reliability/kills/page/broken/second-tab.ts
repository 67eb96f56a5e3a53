/** The same page a second time, which brings out what waits on the device; both believe all the time that the network is back. */
export function prepare(): void {
  if (window === window.top) {
    const tab = document.createElement('iframe');
    tab.src = '/?drain';
    document.body.append(tab);
  }
  setInterval(() => dispatchEvent(new Event('online')), 20);
}
