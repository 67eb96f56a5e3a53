import 'dart:convert';

import 'package:flutter/material.dart';
import 'package:url_launcher/url_launcher.dart';
import 'package:webview_flutter/webview_flutter.dart';

import 'kept_answers.dart';

/// One survey in a web view: the Flutter side of the bridge `otklik/1` (docs/webviews.md).
class SurveyScreen extends StatefulWidget {
  const SurveyScreen({super.key, required this.url, required this.surveyToken, this.knowledge = const {}});

  /// A page of yours with `<otklik-survey>` in it, or a link of an invitation.
  final Uri url;

  /// From the app's own backend, which knows who is logged in and holds the API key.
  final Future<String> Function(String survey) surveyToken;

  /// What the app knows: values of variables that the survey declares.
  final Map<String, Object> knowledge;

  @override
  State<SurveyScreen> createState() => _SurveyScreenState();
}

class _SurveyScreenState extends State<SurveyScreen> with WidgetsBindingObserver {
  late final WebViewController _web;
  final _kept = KeptAnswers();

  /// The page's number. Every message to the page carries it; a new page has a new one.
  String _nonce = '';

  @override
  void initState() {
    super.initState();
    WidgetsBinding.instance.addObserver(this);
    _web = WebViewController()
      ..setJavaScriptMode(JavaScriptMode.unrestricted)
      // A channel is there for every page: so no other page is let into this view.
      ..setNavigationDelegate(NavigationDelegate(
        onNavigationRequest: (request) => Uri.parse(request.url).origin == widget.url.origin || !request.isMainFrame
            ? NavigationDecision.navigate
            : NavigationDecision.prevent,
      ))
      ..addJavaScriptChannel('otklik', onMessageReceived: (message) => _hear(message.message))
      ..loadRequest(widget.url);
  }

  @override
  void dispose() {
    WidgetsBinding.instance.removeObserver(this);
    super.dispose();
  }

  /// The keyboard comes and goes.
  @override
  void didChangeMetrics() {
    final view = View.of(context);
    _say({'type': 'keyboard', 'height': (view.viewInsets.bottom / view.devicePixelRatio).round()});
  }

  Future<void> _hear(String text) async {
    final said = jsonDecode(text);
    if (said is! Map<String, dynamic> || said['otklik'] != 1) return;
    switch (said['type']) {
      case 'hello':
        _nonce = said['nonce'] as String;
        await _say({
          'type': 'hello',
          'can': ['token', 'open-url', 'unsent'],
          'context': widget.knowledge,
          'unsent': await _kept.records(),
        });
      case 'token-needed':
        await _giveToken(said['id'] as String, said['survey'] as String);
      case 'open-url':
        await launchUrl(Uri.parse(said['url'] as String), mode: LaunchMode.externalApplication);
      case 'unsent':
        await _kept.keep(said);
      case 'settled':
        await _kept.forget(said['id'] as String, said['revision'] as int);
      case 'close':
        if (mounted) Navigator.of(context).maybePop();
      // `shown`, `answered`, `completed` …: for your analytics. Unknown ones are of a later version.
    }
  }

  Future<void> _giveToken(String id, String survey) async {
    try {
      await _say({'type': 'token', 'id': id, 'token': await widget.surveyToken(survey)});
    } catch (error) {
      await _say({'type': 'token', 'id': id, 'refused': '$error'});
    }
  }

  /// Quoted twice: as JSON, and as a string of the script.
  Future<void> _say(Map<String, Object?> words) async {
    if (_nonce.isEmpty) return;
    final text = jsonEncode({'otklik': 1, 'nonce': _nonce, ...words});
    await _web.runJavaScript('otklikBridge.receive(${jsonEncode(text)})');
  }

  @override
  Widget build(BuildContext context) => Scaffold(
        resizeToAvoidBottomInset: false,
        body: SafeArea(child: WebViewWidget(controller: _web)),
      );
}
