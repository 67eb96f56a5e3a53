import Network
import UIKit
import WebKit

/// What the app's own backend answers: a survey token for the person who is logged in (`POST /v1/tokens` of the service,
/// or minted offline). The API key never leaves that backend.
protocol SurveyBackend {
    func surveyToken(survey: String) async throws -> String
}

/// One survey in a web view: the iOS side of the bridge `otklik/1` (docs/webviews.md).
final class SurveyViewController: UIViewController, WKScriptMessageHandler, WKNavigationDelegate {
    private let page: URL
    private let backend: SurveyBackend
    private let context: [String: Any]
    private let kept = KeptAnswers()
    private var network: NWPathMonitor?
    private var web: WKWebView!
    /// The page's number. Every message to the page carries it; a new page has a new one.
    private var nonce = ""

    /// - Parameters:
    ///   - page: a page of yours with `<otklik-survey>` in it, or a link of an invitation.
    ///   - context: what the app knows; values of variables that the survey declares.
    init(page: URL, backend: SurveyBackend, context: [String: Any] = [:]) {
        self.page = page
        self.backend = backend
        self.context = context
        super.init(nibName: nil, bundle: nil)
    }

    required init?(coder: NSCoder) { fatalError("not from a storyboard") }

    override func viewDidLoad() {
        super.viewDidLoad()
        let configuration = WKWebViewConfiguration()
        // Persistent: `.nonPersistent()` forgets unsent answers when the view is gone. With it, say `unsent-first` below.
        configuration.websiteDataStore = .default()
        // With your domain in `WKAppBoundDomains` (Info.plist): what SurveyKeeper has put aside is found only so.
        configuration.limitsNavigationsToAppBoundDomains = true
        configuration.userContentController.add(WeakHandler(self), name: "otklik")
        web = WKWebView(frame: view.bounds, configuration: configuration)
        web.navigationDelegate = self
        web.autoresizingMask = [.flexibleWidth, .flexibleHeight]
        view.addSubview(web)
        // WebKit tells the page itself how much the keyboard covers; so `keyboard` is not needed here.
        web.load(URLRequest(url: page))
    }

    override func viewWillDisappear(_ animated: Bool) {
        super.viewWillDisappear(animated)
        say(["type": "close"])
    }

    /// Tapped without a network there is nothing to show: the link is opened again when there is one.
    func webView(_ webView: WKWebView, didFailProvisionalNavigation navigation: WKNavigation!, withError error: Error) {
        guard (error as? URLError)?.code == .notConnectedToInternet else { return }
        let monitor = NWPathMonitor()
        monitor.pathUpdateHandler = { [weak self] path in
            guard path.status == .satisfied, let self else { return }
            monitor.cancel()
            self.web.load(URLRequest(url: self.page))
        }
        monitor.start(queue: .main)
        network = monitor
    }

    func userContentController(_ controller: WKUserContentController, didReceive message: WKScriptMessage) {
        // The handler is there for every frame: only the app's own page is listened to.
        guard message.frameInfo.isMainFrame,
              message.frameInfo.securityOrigin.host == page.host,
              let text = message.body as? String,
              let said = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any],
              said["otklik"] as? Int == 1,
              let type = said["type"] as? String
        else { return }
        hear(type, said)
    }

    private func hear(_ type: String, _ said: [String: Any]) {
        switch type {
        case "hello":
            nonce = said["nonce"] as? String ?? ""
            say(["type": "hello", "can": ["token", "open-url", "unsent"],
                 "context": context, "unsent": kept.records()])
        case "token-needed":
            giveToken(id: said["id"] as? String ?? "", survey: said["survey"] as? String ?? "")
        case "open-url":
            if let url = URL(string: said["url"] as? String ?? ""), ["https", "mailto", "tel"].contains(url.scheme ?? "") {
                UIApplication.shared.open(url)
            }
        case "resize":
            preferredContentSize.height = said["height"] as? CGFloat ?? 0
        case "unsent":
            kept.keep(said)
        case "settled":
            kept.forget(id: said["id"] as? String ?? "", upTo: said["revision"] as? Int ?? 0)
        case "close":
            dismiss(animated: true)
        default:
            break // `shown`, `answered`, `completed` …: for your analytics. Unknown ones are of a later version.
        }
    }

    private func giveToken(id: String, survey: String) {
        Task { @MainActor in
            do {
                say(["type": "token", "id": id, "token": try await backend.surveyToken(survey: survey)])
            } catch {
                say(["type": "token", "id": id, "refused": "The app's backend gave no token."])
            }
        }
    }

    /// The text is quoted twice: as JSON, and as a string of the script.
    private func say(_ words: [String: Any]) {
        guard !nonce.isEmpty else { return }
        let message = words.merging(["otklik": 1, "nonce": nonce]) { word, _ in word }
        guard let json = try? JSONSerialization.data(withJSONObject: message),
              let quoted = try? JSONSerialization.data(withJSONObject: [String(decoding: json, as: UTF8.self)])
        else { return }
        web.evaluateJavaScript("otklikBridge.receive(\(String(decoding: quoted, as: UTF8.self))[0])")
    }
}

/// The configuration holds its handlers for ever; this one lets the controller go.
private final class WeakHandler: NSObject, WKScriptMessageHandler {
    private weak var target: WKScriptMessageHandler?

    init(_ target: WKScriptMessageHandler) { self.target = target }

    func userContentController(_ controller: WKUserContentController, didReceive message: WKScriptMessage) {
        target?.userContentController(controller, didReceive: message)
    }
}
