/** The web view of an app, with one page in it. */
export interface WebView {
  /** @returns whether a page has come */
  open(url: string): Promise<boolean>;
  /** In another view that nobody sees. @returns whether the link's page is there without a network now */
  keep(link: string): Promise<boolean>;
  /** The app goes to the background, or comes to the front. */
  show(isInFront: boolean): Promise<void>;
  /** What the page makes of an expression; what comes back is JSON. */
  ask(expression: string): Promise<unknown>;
  /** SIGKILL, to all of its processes: nobody gets a chance to finish anything. */
  kill(): Promise<void>;
  close(): Promise<void>;
}
