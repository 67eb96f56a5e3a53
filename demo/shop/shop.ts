import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import type { Context } from 'hono';
import { OtklikError } from 'otklik/backend';
import type { OtklikClient } from 'otklik/backend';

import { conformancePage } from '../hosts/conformance/page.ts';
import { examplesFolder, questionExamples } from './examples.ts';
import { createOrderBook } from './orders.ts';
import type { Order, OrderBook } from './orders.ts';
import { guidePage } from './pages/guide.ts';
import { layout } from './pages/layout.ts';
import type { Page } from './pages/layout.ts';
import { notFoundPage } from './pages/not-found.ts';
import { noOrderPage, orderPage } from './pages/order.ts';
import type { View } from './pages/order.ts';
import { phonePage } from './pages/phone.ts';
import { playgroundPage, stagePage } from './pages/playground.ts';
import { questionPage, questionsPage } from './pages/questions.ts';
import { resultsPage } from './pages/results.ts';
import { shelfPage, teaPage } from './pages/tea.ts';
import { recentResponses } from './results.ts';
import { securityHeaders } from './security-headers.ts';
import { createTokenMint } from './survey-token.ts';
import type { TokenMint } from './survey-token.ts';
import { teaById } from './teas.ts';
import { ownPath, remember, visitorOf } from './visitor.ts';
import type { Visitor } from './visitor.ts';

export interface ShopOptions {
  /** The survey service as browsers reach it: an origin, without a path. */
  readonly service: string;
  /** Where the shop itself is: its tokens work on its own pages only. */
  readonly origin: string;
  /** A client with the shop's API key; it stays here, on the backend. */
  readonly client: OtklikClient;
}

const surveys = ['srv_delivery', 'srv_feature'];

/** The shop: its pages for people, and behind them the few lines that Otklik needs. */
export function createShop({ service, origin, client }: ShopOptions): Hono {
  const shop = new Hono();
  const orders = createOrderBook();
  shop.use(securityHeaders(service));
  addShelf(shop);
  addPreferences(shop);
  addOrders(shop, orders, service);
  addTokens(shop, orders, createTokenMint(client, origin));
  addResults(shop, client);
  shop.get('/guide', (context) => show(context, (visitor) => guidePage(visitor, service)));
  addPlayground(shop, service);
  addConformance(shop, service);
  shop.use('/*', serveStatic({ root: `${import.meta.dirname}/public` }));
  shop.notFound((context) => notFound(context));
  shop.onError(failed);
  return shop;
}

function show(context: Context, page: (visitor: Visitor) => Page): Response | Promise<Response> {
  const visitor = visitorOf(context);
  context.header('Cache-Control', 'no-store');
  return context.html(layout(visitor, page(visitor)));
}

function notFound(context: Context): Response | Promise<Response> {
  context.status(404);
  return show(context, notFoundPage);
}

/** Without the survey service the shop goes on: only what needs it says so. */
function failed(error: Error, context: Context): Response {
  if (error instanceof OtklikError) return context.json({ error: error.code }, 503);
  console.error(error);
  return context.text('Something went wrong.', 500);
}

function addShelf(shop: Hono): void {
  shop.get('/', (context) => show(context, shelfPage));
  shop.get('/teas/:id', (context) => {
    const tea = teaById(context.req.param('id'));
    if (tea === undefined) return notFound(context);
    return show(context, (visitor) => teaPage(visitor, tea));
  });
}

function addPreferences(shop: Hono): void {
  shop.post('/preferences', async (context) => {
    const form = await context.req.parseBody();
    remember(context, form);
    return context.redirect(ownPath(form['back']), 303);
  });
}

function addOrders(shop: Hono, orders: OrderBook, service: string): void {
  const find = (context: Context, number: string): Order | undefined =>
    orders.find(number, visitorOf(context).customer);

  shop.post('/orders', async (context) => {
    const { tea: id } = await context.req.parseBody();
    const tea = teaById(typeof id === 'string' ? id : undefined);
    if (tea === undefined) return notFound(context);
    const order = orders.place(visitorOf(context).customer, tea);
    return context.redirect(`/orders/${order.number}`, 303);
  });

  shop.get('/order', (context) => {
    const latest = orders.latest(visitorOf(context).customer);
    if (latest === undefined) return show(context, noOrderPage);
    return context.redirect(`/orders/${latest.number}`, 303);
  });

  shop.get('/orders/:number', (context) => {
    const order = find(context, context.req.param('number'));
    if (order === undefined) return notFound(context);
    const view = viewOf(context.req.query('view'));
    return show(context, (visitor) => orderPage(visitor, service, order, view));
  });

  shop.post('/orders/:number/delivery', async (context) => {
    const order = find(context, context.req.param('number'));
    if (order === undefined) return notFound(context);
    orders.deliver(order);
    const view = viewOf((await context.req.parseBody())['view']);
    return context.redirect(`/orders/${order.number}${view === 'app' ? '?view=app' : ''}`, 303);
  });

  shop.get('/phone', (context) => {
    const number = context.req.query('order');
    const { customer } = visitorOf(context);
    const order = number === undefined ? orders.latest(customer) : orders.find(number, customer);
    if (order === undefined) return show(context, noOrderPage);
    return show(context, (visitor) => phonePage(visitor, order));
  });
}

function viewOf(value: unknown): View {
  return value === 'app' ? 'app' : 'website';
}

/** `GET /survey-token`: for the person who is logged in, about something that is theirs. */
function addTokens(shop: Hono, orders: OrderBook, mint: TokenMint): void {
  shop.get('/survey-token', async (context) => {
    context.header('Cache-Control', 'no-store');
    const visitor = visitorOf(context);
    if (context.req.query('feature') === 'brewing-guide') {
      return context.json({ token: await mint.forFeature(visitor, 'brewing-guide') });
    }
    const order = orders.find(context.req.query('order') ?? '', visitor.customer);
    if (order?.status !== 'delivered') return context.json({ error: 'order_unknown' }, 404);
    const view = viewOf(context.req.query('view'));
    return context.json({ token: await mint.forDelivery(visitor, order, view) });
  });
}

/** For who writes surveys: nothing here needs a token or the service's answer. */
function addPlayground(shop: Hono, service: string): void {
  shop.get('/playground', (context) => show(context, playgroundPage));
  shop.get('/playground/stage', (context) => context.html(stagePage(visitorOf(context), service)));
  shop.get('/questions', (context) => show(context, questionsPage));
  shop.get('/questions/:type', (context) => {
    const type = context.req.param('type');
    const example = questionExamples.get(type);
    if (example === undefined) return notFound(context);
    return show(context, (visitor) => questionPage(visitor, service, type, example));
  });
  const below = (prefix: string) => (path: string) => path.replace(prefix, '');
  shop.use(
    '/surveys/*',
    serveStatic({ root: examplesFolder, rewriteRequestPath: below('/surveys') }),
  );
  const built = `${import.meta.dirname}/../built`;
  shop.use('/built/*', serveStatic({ root: built, rewriteRequestPath: below('/built') }));
}

/** For who builds an app around a survey: to be opened in its web view. */
function addConformance(shop: Hono, service: string): void {
  shop.get('/conformance', (context) => context.html(conformancePage(service)));
}

/** For the shop's staff. A real shop would ask who is there. */
function addResults(shop: Hono, client: OtklikClient): void {
  shop.get('/results', (context) => show(context, (visitor) => resultsPage(visitor, surveys)));
  shop.get('/results.json', async (context) => {
    context.header('Cache-Control', 'no-store');
    return context.json(await recentResponses(client));
  });
  shop.get('/results.csv', async (context) => {
    const survey = context.req.query('survey') ?? '';
    if (!surveys.includes(survey)) return notFound(context);
    const csv = await client.exportCsv({ survey });
    context.header('Content-Type', 'text/csv; charset=utf-8');
    context.header('Content-Disposition', `attachment; filename="${survey}.csv"`);
    return context.body(csv);
  });
}
