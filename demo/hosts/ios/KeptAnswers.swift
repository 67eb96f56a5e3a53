import Foundation
import Security

/// Answers that a page could not send, each with the grant that may write it: so they lie in the Keychain, on this
/// device only. A record is kept until the page says that it is settled.
final class KeptAnswers {
    private let service = "otklik.unsent"

    /// As they were given, for the next `hello`; fifty at most.
    func records() -> [String] {
        Array(all().values.compactMap { $0["record"] as? String }.prefix(50))
    }

    func keep(_ said: [String: Any]) {
        guard let id = said["id"] as? String, let revision = said["revision"] as? Int,
              revision > (all()[id]?["revision"] as? Int ?? 0),
              let data = try? JSONSerialization.data(withJSONObject: said)
        else { return }
        let attributes: [String: Any] = [
            kSecValueData as String: data,
            // Readable when a push wakes the app behind the lock screen; never in a backup.
            kSecAttrAccessible as String: kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly,
        ]
        let status = SecItemUpdate(query(id) as CFDictionary, attributes as CFDictionary)
        if status == errSecItemNotFound {
            SecItemAdd(query(id).merging(attributes) { one, _ in one } as CFDictionary, nil)
        }
    }

    func forget(id: String, upTo revision: Int) {
        guard let held = all()[id]?["revision"] as? Int, held <= revision else { return }
        SecItemDelete(query(id) as CFDictionary)
    }

    /// Without a page, for example from a background task. Sent twice, an answer counts once.
    func sendAll() async {
        for (id, said) in all() {
            guard let post = said["post"] as? [String: String], let url = URL(string: post["url"] ?? ""),
                  let revision = said["revision"] as? Int else { continue }
            var request = URLRequest(url: url)
            request.httpMethod = "POST"
            // The grant is bound to the page's origin.
            request.setValue(post["origin"], forHTTPHeaderField: "Origin")
            request.httpBody = Data((post["body"] ?? "").utf8)
            guard let (data, reply) = try? await URLSession.shared.data(for: request),
                  (reply as? HTTPURLResponse)?.statusCode == 200,
                  let results = (try? JSONSerialization.jsonObject(with: data) as? [String: Any])?["results"] as? [[String: Any]],
                  let result = results.first, result["id"] as? String == id, result["revision"] as? Int == revision
            else { continue } // No echo, no receipt: kept.
            // `conflict` and `refused` need the page: it merges, or brings another grant.
            if ["stored", "duplicate", "quarantined", "erased"].contains(result["result"] as? String ?? "") {
                forget(id: id, upTo: revision)
            }
        }
    }

    private func all() -> [String: [String: Any]] {
        let search: [String: Any] = [
            kSecClass as String: kSecClassGenericPassword,
            kSecAttrService as String: service,
            kSecMatchLimit as String: kSecMatchLimitAll,
            kSecReturnAttributes as String: true,
            kSecReturnData as String: true,
        ]
        var found: CFTypeRef?
        guard SecItemCopyMatching(search as CFDictionary, &found) == errSecSuccess,
              let items = found as? [[String: Any]] else { return [:] }
        return items.reduce(into: [:]) { kept, item in
            guard let id = item[kSecAttrAccount as String] as? String, let data = item[kSecValueData as String] as? Data,
                  let said = try? JSONSerialization.jsonObject(with: data) as? [String: Any] else { return }
            kept[id] = said
        }
    }

    private func query(_ id: String) -> [String: Any] {
        [kSecClass as String: kSecClassGenericPassword, kSecAttrService as String: service, kSecAttrAccount as String: id]
    }
}
