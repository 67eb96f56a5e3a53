package com.example.shop.survey

import android.content.Intent
import android.net.ConnectivityManager
import android.net.Network
import android.net.Uri
import android.os.Bundle
import android.webkit.WebResourceError
import android.webkit.WebResourceRequest
import android.webkit.WebView
import android.webkit.WebViewClient
import androidx.activity.ComponentActivity
import androidx.core.view.ViewCompat
import androidx.core.view.WindowInsetsCompat
import androidx.lifecycle.lifecycleScope
import androidx.webkit.JavaScriptReplyProxy
import androidx.webkit.WebViewCompat
import androidx.webkit.WebViewFeature
import kotlinx.coroutines.launch
import org.json.JSONArray
import org.json.JSONObject

/**
 * One survey in a web view: the Android side of the bridge `otklik/1` (docs/webviews.md). In the manifest:
 * `android:launchMode="singleTop"`, so that a second tap comes here too, and an intent filter with `autoVerify` for links.
 */
class SurveyActivity : ComponentActivity() {
    private lateinit var web: WebView
    private lateinit var kept: KeptAnswers
    private val backend = SurveyBackend()

    /** The page's number, and the way to it. A new page has new ones. */
    private var nonce = ""
    private var page: JavaScriptReplyProxy? = null

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        kept = KeptAnswers(this)
        web = WebView(this)
        web.settings.javaScriptEnabled = true
        // Off by default. Without it nothing lasts in the page, and all hangs on what it hands over.
        web.settings.domStorageEnabled = true
        web.webViewClient = PatientClient()
        listen()
        tellKeyboard()
        setContentView(web)
        open(intent)
    }

    /** A tap while the survey is open. */
    override fun onNewIntent(intent: Intent) {
        super.onNewIntent(intent)
        open(intent)
    }

    override fun onStop() {
        super.onStop()
        say("close")
    }

    /** From a notification's extras or an app link; only addresses of the survey's own place are opened. */
    private fun open(intent: Intent) {
        val link = intent.data ?: intent.getStringExtra("deepLink")?.let(Uri::parse) ?: return finish()
        if (link.scheme != "https" || link.host != SURVEY_HOST) return finish()
        web.loadUrl(link.toString())
    }

    /**
     * Tapped without a network, with nothing put aside, there is nothing to show: the link is opened again when there is
     * one. Wants `ACCESS_NETWORK_STATE` in the manifest.
     */
    private inner class PatientClient : WebViewClient() {
        override fun onReceivedError(view: WebView, request: WebResourceRequest, error: WebResourceError) {
            val connectivity = getSystemService(ConnectivityManager::class.java)
            if (!request.isForMainFrame || connectivity.activeNetwork != null) return
            connectivity.registerDefaultNetworkCallback(object : ConnectivityManager.NetworkCallback() {
                override fun onAvailable(network: Network) {
                    connectivity.unregisterNetworkCallback(this)
                    web.post { web.loadUrl(request.url.toString()) }
                }
            })
        }
    }

    /** The object is put only into pages of that origin, which the web view itself checks. */
    private fun listen() {
        if (!WebViewFeature.isFeatureSupported(WebViewFeature.WEB_MESSAGE_LISTENER)) return
        WebViewCompat.addWebMessageListener(web, "otklikHost", setOf("https://$SURVEY_HOST")) { _, message, _, isMainFrame, reply ->
            val text = message.data
            if (isMainFrame && text != null) hear(JSONObject(text), reply)
        }
    }

    private fun hear(said: JSONObject, reply: JavaScriptReplyProxy) {
        if (said.optInt("otklik") != 1) return
        when (said.optString("type")) {
            "hello" -> {
                nonce = said.getString("nonce")
                page = reply
                say(
                    "hello",
                    "can" to JSONArray(listOf("token", "open-url", "unsent")),
                    "context" to JSONObject(mapOf("view" to "app")),
                    "unsent" to JSONArray(kept.records()),
                )
            }
            "token-needed" -> giveToken(said.getString("id"), said.optString("survey"))
            "open-url" -> openOutside(Uri.parse(said.getString("url")))
            "unsent" -> kept.keep(said)
            "settled" -> kept.forget(said.getString("id"), said.getInt("revision"))
            "close" -> finish()
            // `shown`, `answered`, `completed` …: for your analytics. Unknown ones are of a later version.
        }
    }

    private fun giveToken(id: String, survey: String) {
        lifecycleScope.launch {
            runCatching { backend.surveyToken(survey) }
                .onSuccess { say("token", "id" to id, "token" to it) }
                .onFailure { say("token", "id" to id, "refused" to "The app's backend gave no token.") }
        }
    }

    private fun openOutside(url: Uri) {
        if (url.scheme !in setOf("https", "mailto", "tel")) return
        runCatching { startActivity(Intent(Intent.ACTION_VIEW, url)) }
    }

    /** Where the window is not made smaller by the keyboard, only the app knows what it covers. */
    private fun tellKeyboard() {
        ViewCompat.setOnApplyWindowInsetsListener(web) { view, insets ->
            val pixels = insets.getInsets(WindowInsetsCompat.Type.ime()).bottom
            say("keyboard", "height" to (pixels / view.resources.displayMetrics.density).toInt())
            insets
        }
    }

    private fun say(type: String, vararg words: Pair<String, Any>) {
        val message = JSONObject(mapOf("otklik" to 1, "nonce" to nonce, "type" to type))
        for ((name, value) in words) message.put(name, value)
        page?.postMessage(message.toString())
    }
}

/** Of the service, or of your own page that stands at the link's start. */
const val SURVEY_HOST = "surveys.example.com"
