/** The web view of an app, with one page in it. */
export interface WebView {
  open(url: string): Promise<void>;
  /** What the page makes of an expression; what comes back is JSON. */
  ask(expression: string): Promise<unknown>;
  /** SIGKILL, to all of its processes: nobody gets a chance to finish anything. */
  kill(): Promise<void>;
  close(): Promise<void>;
}
