/** What a queue is, and what it gives to whoever does its jobs. */
export interface Queue<Data extends object> {
  readonly name: string;
  /** Jobs that one node does at the same time. */
  readonly atOnce: number;
  /** After which a job counts as left behind by a node that died: longer than one may take. */
  readonly expireInSeconds: number;
  /** Never set; it ties the data's type to the queue. */
  readonly data?: (data: Data) => void;
}

export interface Job<Data extends object> {
  readonly queue: string;
  readonly id: string;
  readonly data: Data;
  /** How often it was given back or left behind before. */
  readonly retryCount: number;
}

/** `settled`: in the handler's own transaction, together with what it did. Who rejects is called again later. */
export type Handler<Data extends object> = (job: Job<Data>) => Promise<'settled' | 'done'>;
