import type { OtklikClient } from 'otklik/backend';

import type { Order } from './orders.ts';
import type { View } from './pages/order.ts';
import type { Visitor } from './visitor.ts';

/**
 * What the shop vouches for is signed into the token: who answers, and about what. A page cannot
 * change it, and it comes back with the answer marked `token`.
 */
export interface TokenMint {
  forDelivery(visitor: Visitor, order: Order, view: View): Promise<string>;
  forFeature(visitor: Visitor, feature: string): Promise<string>;
}

/** @param origin the only origin on which the tokens work */
export function createTokenMint(client: OtklikClient, origin: string): TokenMint {
  const mint = async (
    { customer }: Visitor,
    survey: string,
    variables: Readonly<Record<string, string>>,
  ): Promise<string> => {
    const { token } = await client.mintToken({
      survey,
      respondent: customer.id,
      variables: { customerSegment: customer.segment, ...variables },
      origins: [origin],
    });
    return token;
  };
  return {
    forDelivery: (visitor, order, view) =>
      mint(visitor, 'srv_delivery', { orderNumber: order.number, channel: view }),
    forFeature: (visitor, feature) => mint(visitor, 'srv_feature', { feature }),
  };
}
