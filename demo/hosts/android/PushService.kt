package com.example.shop.survey

import android.app.NotificationManager
import android.app.PendingIntent
import android.content.Intent
import android.net.Uri
import androidx.core.app.NotificationCompat
import com.google.firebase.messaging.FirebaseMessagingService
import com.google.firebase.messaging.RemoteMessage

/**
 * Killed and background: the system shows the notification by itself, and its tap starts the activity that has the
 * action `OPEN_SURVEY` in the manifest, with `deepLink` among the extras. Foreground: it comes here, and is shown as
 * any other; nobody is taken away from what they are doing. What only tells that a survey was answered elsewhere comes
 * here in every state, and with the channel's `wakesApp` so does every survey: then it is put aside for a tap without a
 * network.
 */
class PushService : FirebaseMessagingService() {
    override fun onMessageReceived(message: RemoteMessage) {
        val notifications = getSystemService(NotificationManager::class.java)
        val tag = tagOf(message.data["invitationId"] ?: return)
        if (message.data["type"] == "survey-withdrawn") return notifications.cancel(tag, 0)
        val link = message.data["deepLink"] ?: return
        // A payload comes from outside: only addresses of the survey's own place are opened.
        val address = Uri.parse(link)
        if (address.scheme != "https" || address.host != SURVEY_HOST) return
        val open = Intent(this, SurveyActivity::class.java).putExtra("deepLink", link)
        val flags = PendingIntent.FLAG_UPDATE_CURRENT or PendingIntent.FLAG_IMMUTABLE
        val notification = NotificationCompat.Builder(this, "surveys")
            .setSmallIcon(android.R.drawable.ic_dialog_info)
            .setContentTitle(message.notification?.title ?: message.data["title"])
            .setContentText(message.notification?.body ?: message.data["body"])
            .setContentIntent(PendingIntent.getActivity(this, link.hashCode(), open, flags))
            .setAutoCancel(true)
            .build()
        // The same invitation replaces its own notification.
        notifications.notify(tag, 0, notification)
        SurveyKeeper.keep(this, link)
    }

    /** As the service writes it into the message: so the system has named what it has shown by itself. */
    private fun tagOf(invitation: String) = invitation.removePrefix("inv_").takeLast(32)
}
