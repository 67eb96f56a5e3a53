import UIKit
import UserNotifications

/// From a tap on a notification to the survey, from all three states of the app. The payload carries a link and a
/// neutral text; whoever the person is, the app knows by itself.
@main
final class AppDelegate: UIResponder, UIApplicationDelegate, UNUserNotificationCenterDelegate {
    var window: UIWindow?
    /// Of your login.
    private let backend: SurveyBackend = ShopBackend()
    /// The service's, or your own page that stands at the link's start.
    private let surveyHost = "surveys.example.com"

    func application(_ application: UIApplication,
                     didFinishLaunchingWithOptions options: [UIApplication.LaunchOptionsKey: Any]?) -> Bool {
        // Set before this returns: the tap that has started a killed app is told to the delegate right afterwards.
        UNUserNotificationCenter.current().delegate = self
        window = UIWindow()
        window?.rootViewController = UINavigationController(rootViewController: UIViewController())
        window?.makeKeyAndVisible()
        return true
    }

    /// Killed and background: the tap.
    func userNotificationCenter(_ center: UNUserNotificationCenter, didReceive response: UNNotificationResponse) async {
        openSurvey(response.notification.request.content.userInfo)
    }

    /// Foreground: the notification is shown like any other; nobody is taken away from what they are doing.
    func userNotificationCenter(_ center: UNUserNotificationCenter,
                                willPresent notification: UNNotification) async -> UNNotificationPresentationOptions {
        [.banner, .list]
    }

    /// Answered on another device: a silent push (background mode `remote-notification`). An app that was swept away does
    /// not get it; then the tap tells that the survey was answered. With the channel's `wakesApp` every survey comes here
    /// too, beside its notification, and is put aside for a tap without a network.
    func application(_ application: UIApplication,
                     didReceiveRemoteNotification userInfo: [AnyHashable: Any]) async -> UIBackgroundFetchResult {
        if userInfo["type"] as? String == "survey", let link = surveyLink(userInfo) {
            return await SurveyKeeper().keep(link) ? .newData : .failed
        }
        guard userInfo["type"] as? String == "survey-withdrawn",
              let invitation = userInfo["invitationId"] as? String else { return .noData }
        let center = UNUserNotificationCenter.current()
        let shown = await center.deliveredNotifications().filter {
            $0.request.content.userInfo["invitationId"] as? String == invitation
        }
        center.removeDeliveredNotifications(withIdentifiers: shown.map(\.request.identifier))
        return .newData
    }

    /// A universal link, from an e-mail or a QR code.
    func application(_ application: UIApplication, continue activity: NSUserActivity,
                     restorationHandler: @escaping ([UIUserActivityRestoring]?) -> Void) -> Bool {
        guard let link = activity.webpageURL?.absoluteString else { return false }
        openSurvey(["deepLink": link])
        return true
    }

    @MainActor
    private func openSurvey(_ userInfo: [AnyHashable: Any]) {
        guard let url = surveyLink(userInfo), let top = window?.rootViewController else { return }
        // The second tap on the same notification opens the same survey, not another one over it.
        top.presentedViewController?.dismiss(animated: false)
        top.present(SurveyViewController(page: url, backend: backend), animated: true)
    }

    /// A payload comes from outside: only addresses of the survey's own place are opened.
    private func surveyLink(_ userInfo: [AnyHashable: Any]) -> URL? {
        guard let link = userInfo["deepLink"] as? String, let url = URL(string: link),
              url.scheme == "https", url.host == surveyHost else { return nil }
        return url
    }
}

private struct ShopBackend: SurveyBackend {
    func surveyToken(survey: String) async throws -> String {
        // With the app's own session (cookie or header).
        let url = URL(string: "https://shop.example.com/survey-token")!
        let (data, _) = try await URLSession.shared.data(from: url)
        return try JSONDecoder().decode([String: String].self, from: data)["token"] ?? ""
    }
}
