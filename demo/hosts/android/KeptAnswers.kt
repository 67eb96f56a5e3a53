package com.example.shop.survey

import android.content.Context
import androidx.security.crypto.EncryptedSharedPreferences
import androidx.security.crypto.MasterKey
import org.json.JSONObject

/**
 * Answers that a page could not send, each with the grant that may write it: so they lie encrypted under a key of the
 * Keystore, and outside of backups (`android:dataExtractionRules`). Kept until the page says that they are settled.
 */
class KeptAnswers(context: Context) {
    private val store = EncryptedSharedPreferences.create(
        context,
        "otklik.unsent",
        MasterKey.Builder(context).setKeyScheme(MasterKey.KeyScheme.AES256_GCM).build(),
        EncryptedSharedPreferences.PrefKeyEncryptionScheme.AES256_SIV,
        EncryptedSharedPreferences.PrefValueEncryptionScheme.AES256_GCM,
    )

    /** As they were given, for the next `hello`; fifty at most. */
    fun records(): List<String> = all().map { it.getString("record") }.take(50)

    /** `commit`, not `apply`: the process may be gone in the next moment. */
    fun keep(said: JSONObject) {
        val id = said.getString("id")
        if (said.getInt("revision") > (find(id)?.getInt("revision") ?: 0)) store.edit().putString(id, said.toString()).commit()
    }

    fun forget(id: String, revision: Int) {
        val held = find(id) ?: return
        if (held.getInt("revision") <= revision) store.edit().remove(id).commit()
    }

    /**
     * For a worker that sends without a page: `POST` each `body` to its `url`, with the header `Origin: origin`, to which
     * the grant is bound. Sent twice, an answer counts once.
     */
    fun posts(): List<JSONObject> = all().mapNotNull { it.optJSONObject("post") }

    private fun find(id: String): JSONObject? = store.getString(id, null)?.let(::JSONObject)

    private fun all(): List<JSONObject> = store.all.values.filterIsInstance<String>().map(::JSONObject)
}
