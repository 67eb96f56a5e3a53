/** Somebody without script who opens a link, reads what is there, and presses the button. */
import type { TestService } from './service.ts';

/** A field of the form as it was drawn. */
interface Field {
  readonly name: string;
  readonly value: string;
}

export class Visitor {
  readonly #test: TestService;
  readonly #address: string;
  readonly #headers: Readonly<Record<string, string>>;
  status = 0;
  html = '';
  headers = new Headers();

  constructor(test: TestService, link: string, headers: Readonly<Record<string, string>> = {}) {
    this.#test = test;
    this.#address = link;
    this.#headers = headers;
  }

  async open(method = 'GET'): Promise<this> {
    return await this.#go(new Request(this.#address, { method, headers: this.#headers }));
  }

  /** Another tab or device that shows the same page. */
  twin(): Visitor {
    const twin = new Visitor(this.#test, this.#address, this.#headers);
    Object.assign(twin, { status: this.status, html: this.html });
    return twin;
  }

  /**
   * Sends the form as it stands there, with these answers.
   *
   * @param given by field; several values of one field as a list
   */
  async press(
    given: Readonly<Record<string, string | readonly string[]>> = {},
    headers: Readonly<Record<string, string>> = { 'sec-fetch-site': 'same-origin', origin: 'null' },
  ): Promise<this> {
    const body = new URLSearchParams(this.hidden.map(({ name, value }) => [name, value]));
    for (const [name, values] of Object.entries(given)) {
      for (const value of [values].flat()) body.append(name, value);
    }
    const all = { ...this.#headers, ...headers };
    return await this.#go(new Request(this.#address, { method: 'POST', headers: all, body }));
  }

  get hidden(): readonly Field[] {
    return [...this.html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)].map(
      ([, name = '', value = '']) => ({ name, value }),
    );
  }

  field(name: string): string | undefined {
    return this.hidden.find((one) => one.name === name)?.value;
  }

  /** What is read on the page, without its head. */
  get text(): string {
    const body = this.html.replace(/^.*<body>/s, '').replaceAll(/<script.*?<\/script>/gs, '');
    return body
      .replaceAll(/<[^>]*>/g, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim();
  }

  async #go(request: Request): Promise<this> {
    const response = await this.#test.service.fetch(request);
    this.status = response.status;
    this.headers = response.headers;
    this.html = await response.text();
    return this;
  }
}
