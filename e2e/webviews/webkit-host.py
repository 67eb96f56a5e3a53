#!/usr/bin/env python3
"""An app that is nothing but a WebKit web view, in the shape of an iOS app with a WKWebView: what the page gives to
window.webkit.messageHandlers.otklik is written to standard output, a JSON text in a line; each line of standard input
is a JSON object: {"load": url}, which is answered by {"loaded": whether}; {"run": script, "id": n}; {"front": whether the
app is}; {"keep": url, "id": n}, which is answered by the title that a view nobody sees is given there. It keeps its data in the folder that it is given, or, without one, nowhere (WKWebsiteDataStore.nonPersistent)."""

import json
import sys
import threading

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import GLib, Gtk, WebKit2  # noqa: E402


def say(**words):
    print(json.dumps(words), flush=True)


def context_in(folder):
    if folder is None:
        return WebKit2.WebContext.new_ephemeral()
    data = WebKit2.WebsiteDataManager(base_data_directory=folder, base_cache_directory=folder + "/cache")
    return WebKit2.WebContext.new_with_website_data_manager(data)


def heard(_manager, result):
    say(message=result.get_js_value().to_string())


def ran(view, result, number):
    try:
        value = view.call_async_javascript_function_finish(result)
        say(id=number, value=json.loads(value.to_json(0) or "null"))
    except GLib.Error as error:
        say(id=number, error=error.message)


def load_changed(_view, event):
    if event == WebKit2.LoadEvent.FINISHED:
        say(loaded=not failures)
        failures.clear()


def load_failed(_view, _event, _uri, error):
    failures.append(error.message)
    # No page of the engine's own in its place.
    return True


def keep(url, number):
    unseen = WebKit2.WebView(web_context=context)

    def titled(view, _title):
        if view.get_title() and view in hidden:
            hidden.remove(view)
            say(id=number, value=view.get_title())

    unseen.connect("notify::title", titled)
    hidden.append(unseen)
    unseen.load_uri(url)


def listen():
    """In a thread of its own: lines that come together are read together, and the main loop hears but once of them."""
    for line in sys.stdin:
        GLib.idle_add(obey, json.loads(line))
    GLib.idle_add(Gtk.main_quit)


def obey(order):
    if "load" in order:
        view.load_uri(order["load"])
    elif "keep" in order:
        keep(order["keep"], order["id"])
    elif "front" in order:
        window.present() if order["front"] else window.hide()
    else:
        view.call_async_javascript_function(order["run"], -1, None, None, None, None, ran, order["id"])
    return GLib.SOURCE_REMOVE


manager = WebKit2.UserContentManager()
manager.register_script_message_handler("otklik")
manager.connect("script-message-received::otklik", heard)
failures = []
hidden = []
context = context_in(sys.argv[1] if len(sys.argv) > 1 else None)
view = WebKit2.WebView(web_context=context, user_content_manager=manager)
view.connect("load-changed", load_changed)
view.connect("load-failed", load_failed)
window = Gtk.Window()
window.set_default_size(390, 700)
window.add(view)
window.show_all()
window.connect("destroy", Gtk.main_quit)
threading.Thread(target=listen, daemon=True).start()
say(ready=True)
Gtk.main()
