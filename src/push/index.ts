/** `otklik/push`: a page asks its visitor whether surveys may come as notifications, and takes that back. */
export { disablePush, enablePush } from './enable-push.ts';
export type { PushState, PushWish, PushWorld } from './enable-push.ts';
