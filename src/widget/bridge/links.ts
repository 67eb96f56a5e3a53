import type { Channel } from './channel.ts';
import type { HostedSurvey } from './hosted-survey.ts';

/** Links leave through the app, if it says that it can: the survey would be gone with the page. */
export function openLinksOutside(survey: HostedSurvey, channel: Channel): void {
  survey.addEventListener('click', (event) => {
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
    if (event.defaultPrevented || !link || link.hasAttribute('download')) return;
    if (opensOutside(link.href, channel)) event.preventDefault();
  });
}

/** Whether the app opens this address; then it has been told to. */
export function opensOutside(url: string, channel: Channel): boolean {
  if (!channel.can('open-url') || !/^(https?|mailto|tel):/.test(url)) return false;
  channel.say({ type: 'open-url', url });
  return true;
}
