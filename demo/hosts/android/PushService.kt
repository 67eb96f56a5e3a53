package com.example.shop.survey

import android.app.NotificationManager
import android.app.PendingIntent
import android.content.Intent
import androidx.core.app.NotificationCompat
import com.google.firebase.messaging.FirebaseMessagingService
import com.google.firebase.messaging.RemoteMessage

/**
 * Killed and background: the system shows the notification by itself, and its tap starts the activity that has the
 * action `OPEN_SURVEY` in the manifest, with `deepLink` among the extras. Foreground: it comes here, and is shown as
 * any other; nobody is taken away from what they are doing.
 */
class PushService : FirebaseMessagingService() {
    override fun onMessageReceived(message: RemoteMessage) {
        val link = message.data["deepLink"] ?: return
        val open = Intent(this, SurveyActivity::class.java).putExtra("deepLink", link)
        val flags = PendingIntent.FLAG_UPDATE_CURRENT or PendingIntent.FLAG_IMMUTABLE
        val notification = NotificationCompat.Builder(this, "surveys")
            .setSmallIcon(android.R.drawable.ic_dialog_info)
            .setContentTitle(message.notification?.title)
            .setContentText(message.notification?.body)
            .setContentIntent(PendingIntent.getActivity(this, link.hashCode(), open, flags))
            .setAutoCancel(true)
            .build()
        // The same invitation replaces its own notification.
        getSystemService(NotificationManager::class.java).notify(message.notification?.tag ?: link, 0, notification)
    }
}
