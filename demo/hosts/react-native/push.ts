import {
  getInitialNotification,
  getMessaging,
  onMessage,
  onNotificationOpenedApp,
  setBackgroundMessageHandler,
} from '@react-native-firebase/messaging';
import type { RemoteMessage } from '@react-native-firebase/messaging';

import { originOf } from './origin';

const surveyOrigin = 'https://surveys.example.com';

/**
 * From a tap on a notification to the survey, from all three states of the app.
 *
 * @param open shows `SurveyScreen` with that link
 * @param offer shows a hint within the app: nobody is taken away from what they are doing
 * @param withdraw takes an invitation's notification away, which was answered elsewhere: with a library that shows
 *   notifications (notifee: `cancelDisplayedNotification`), for this one cannot
 */
export function surveysByPush(
  open: (link: string) => void,
  offer: (link: string) => void,
  withdraw: (invitation: string) => void,
): () => void {
  const withLink = (message: RemoteMessage | null, then: (link: string) => void): void => {
    const link = message?.data?.['deepLink'];
    // A payload comes from outside: only addresses of the survey's own place are opened.
    if (typeof link === 'string' && originOf(link) === surveyOrigin) then(link);
  };
  // Killed: the tap has started the app.
  void getInitialNotification(getMessaging()).then((message) => withLink(message, open));
  // Background: the tap has brought it to the front.
  const offOpened = onNotificationOpenedApp(getMessaging(), (message) => withLink(message, open));
  const hear = async (message: RemoteMessage): Promise<void> => {
    const { type, invitationId } = message.data ?? {};
    if (type === 'survey-withdrawn') withdraw(String(invitationId));
    else withLink(message, offer);
  };
  // Foreground: the system shows nothing by itself.
  const offMessage = onMessage(getMessaging(), hear);
  // Otherwise only what the system does not show comes here.
  setBackgroundMessageHandler(getMessaging(), hear);
  return () => {
    offOpened();
    offMessage();
  };
}
