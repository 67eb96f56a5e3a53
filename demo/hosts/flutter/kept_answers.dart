import 'dart:convert';

import 'package:flutter_secure_storage/flutter_secure_storage.dart';

/// Answers that a page could not send, each with the grant that may write it: so they lie in the Keychain or under a key
/// of the Keystore. A record is kept until the page says that it is settled.
class KeptAnswers {
  static const _prefix = 'otklik.unsent.';
  static const _store = FlutterSecureStorage(
    iOptions: IOSOptions(accessibility: KeychainAccessibility.first_unlock_this_device),
  );

  /// As they were given, for the next `hello`; fifty at most.
  Future<List<String>> records() async {
    final all = await _store.readAll();
    final kept = all.entries.where((entry) => entry.key.startsWith(_prefix));
    return kept.map((entry) => jsonDecode(entry.value)['record'] as String).take(50).toList();
  }

  Future<void> keep(Map<String, dynamic> said) async {
    final id = said['id'] as String;
    if ((said['revision'] as int) <= await _revisionOf(id)) return;
    await _store.write(key: _prefix + id, value: jsonEncode(said));
  }

  Future<void> forget(String id, int revision) async {
    if (await _revisionOf(id) <= revision) await _store.delete(key: _prefix + id);
  }

  Future<int> _revisionOf(String id) async {
    final held = await _store.read(key: _prefix + id);
    return held == null ? 0 : jsonDecode(held)['revision'] as int;
  }
}
