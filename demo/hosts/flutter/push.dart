import 'package:firebase_messaging/firebase_messaging.dart';

const _surveyOrigin = 'https://surveys.example.com';

/// From a tap on a notification to the survey, from all three states of the app.
///
/// [open] shows a SurveyScreen with that link; [offer] a hint within the app: nobody is taken away from what they are doing.
/// [withdraw] takes an invitation's notification away, which was answered elsewhere, with flutter_local_notifications:
/// `cancel(0, tag: …)`. Call it from `FirebaseMessaging.onBackgroundMessage` too, whose handler must be a function of its own.
Future<void> surveysByPush(
  void Function(Uri link) open,
  void Function(Uri link) offer,
  void Function(String invitation) withdraw,
) async {
  void withLink(RemoteMessage? message, void Function(Uri link) then) {
    final link = Uri.tryParse(message?.data['deepLink'] as String? ?? '');
    // A payload comes from outside: only addresses of the survey's own place are opened.
    if (link != null && link.isScheme('https') && link.origin == _surveyOrigin) then(link);
  }

  // Killed: the tap has started the app.
  withLink(await FirebaseMessaging.instance.getInitialMessage(), open);
  // Background: the tap has brought it to the front.
  FirebaseMessaging.onMessageOpenedApp.listen((message) => withLink(message, open));
  // Foreground: the system shows nothing by itself.
  FirebaseMessaging.onMessage.listen((message) {
    if (message.data['type'] == 'survey-withdrawn') return withdraw('${message.data['invitationId']}');
    withLink(message, offer);
  });
}
