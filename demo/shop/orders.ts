import { randomInt } from 'node:crypto';

import type { Customer } from './customers.ts';
import type { Tea } from './teas.ts';

export interface Order {
  readonly number: string;
  readonly customer: Customer;
  readonly tea: Tea;
  readonly status: 'on_the_way' | 'delivered';
}

export interface OrderBook {
  place(customer: Customer, tea: Tea): Order;
  find(number: string, customer: Customer): Order | undefined;
  latest(customer: Customer): Order | undefined;
  deliver(order: Order): void;
}

/** Orders live as long as the process: this shop is about what comes after them. */
export function createOrderBook(): OrderBook {
  const orders = new Map<string, Order>();
  const of = (customer: Customer) =>
    [...orders.values()].filter((one) => one.customer === customer);
  return {
    place(customer, tea) {
      const order: Order = { number: freeNumber(orders), customer, tea, status: 'on_the_way' };
      orders.set(order.number, order);
      return order;
    },
    find: (number, customer) => of(customer).find((order) => order.number === number),
    latest: (customer) => of(customer).at(-1),
    deliver(order) {
      orders.set(order.number, { ...order, status: 'delivered' });
    },
  };
}

function freeNumber(taken: ReadonlyMap<string, Order>): string {
  const number = `L-${randomInt(10_000, 100_000)}`;
  return taken.has(number) ? freeNumber(taken) : number;
}
