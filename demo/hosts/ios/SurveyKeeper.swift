import WebKit

/// Puts a survey aside in a web view that nobody sees, so that the tap needs no network (docs/webviews.md). WKWebView has
/// service workers only for the domains in `WKAppBoundDomains` (Info.plist), and only where the view keeps to them, as
/// the survey's own view has to as well.
@MainActor
final class SurveyKeeper: NSObject, WKNavigationDelegate {
    /// iOS gives a message 30 seconds; what is not there by then is fetched at the tap.
    private static let patience: TimeInterval = 20
    private let view: WKWebView
    private var titles: NSKeyValueObservation?
    private var tell: CheckedContinuation<Bool, Never>?

    override init() {
        let configuration = WKWebViewConfiguration()
        configuration.limitsNavigationsToAppBoundDomains = true
        view = WKWebView(frame: .zero, configuration: configuration)
        super.init()
        view.navigationDelegate = self
    }

    /// Whether the question is there without a network now.
    func keep(_ link: URL) async -> Bool {
        await withCheckedContinuation { tell in
            self.tell = tell
            titles = view.observe(\.title) { [weak self] view, _ in
                guard let title = view.title, ["kept", "not kept"].contains(title) else { return }
                self?.end(title == "kept")
            }
            DispatchQueue.main.asyncAfter(deadline: .now() + Self.patience) { [weak self] in self?.end(false) }
            view.load(URLRequest(url: link.appendingPathComponent("keep")))
        }
    }

    func webView(_ view: WKWebView, didFailProvisionalNavigation navigation: WKNavigation!, withError error: Error) {
        end(false)
    }

    private func end(_ isKept: Bool) {
        tell?.resume(returning: isKept)
        tell = nil
        titles = nil
    }
}
