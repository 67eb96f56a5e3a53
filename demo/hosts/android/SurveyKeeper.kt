package com.example.shop.survey

import android.annotation.SuppressLint
import android.content.Context
import android.os.Handler
import android.os.Looper
import android.webkit.WebChromeClient
import android.webkit.WebView
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit

/**
 * Puts a survey aside in a web view that nobody sees, so that the tap needs no network (docs/webviews.md). Service
 * workers are on in an Android web view unless the app has switched them off.
 */
object SurveyKeeper {
    /** Firebase gives a message 20 seconds; what is not there by then is fetched at the tap. */
    private const val PATIENCE_SECONDS = 15L

    /** Blocks; for the thread on which Firebase calls. */
    @SuppressLint("SetJavaScriptEnabled")
    fun keep(context: Context, link: String) {
        val done = CountDownLatch(1)
        val main = Handler(Looper.getMainLooper())
        var view: WebView? = null
        main.post {
            view = WebView(context.applicationContext).apply {
                settings.javaScriptEnabled = true
                settings.domStorageEnabled = true
                webChromeClient = object : WebChromeClient() {
                    override fun onReceivedTitle(view: WebView, title: String) {
                        if (title == "kept" || title == "not kept") done.countDown()
                    }
                }
                loadUrl("$link/keep")
            }
        }
        done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)
        main.post { view?.destroy() }
    }
}
