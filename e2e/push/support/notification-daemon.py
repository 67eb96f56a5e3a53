"""The part of a desktop that shows notifications: org.freedesktop.Notifications on the session bus.

Browsers hand their notifications to it over D-Bus, exactly as they do to GNOME or KDE. Standard output: a line of JSON
for each event. Standard input: `click ID` and `dismiss ID`, as a person would. It ends with its input.
"""

import json
import sys

import gi

gi.require_version('Gio', '2.0')
from gi.repository import Gio, GLib

NAME = 'org.freedesktop.Notifications'
PATH = '/org/freedesktop/Notifications'
INTERFACE = """
<node>
  <interface name='org.freedesktop.Notifications'>
    <method name='GetCapabilities'>
      <arg type='as' direction='out'/>
    </method>
    <method name='GetServerInformation'>
      <arg type='s' direction='out'/><arg type='s' direction='out'/>
      <arg type='s' direction='out'/><arg type='s' direction='out'/>
    </method>
    <method name='Notify'>
      <arg type='s' direction='in'/><arg type='u' direction='in'/><arg type='s' direction='in'/>
      <arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='as' direction='in'/>
      <arg type='a{sv}' direction='in'/><arg type='i' direction='in'/><arg type='u' direction='out'/>
    </method>
    <method name='CloseNotification'>
      <arg type='u' direction='in'/>
    </method>
    <signal name='ActionInvoked'>
      <arg type='u'/><arg type='s'/>
    </signal>
    <signal name='NotificationClosed'>
      <arg type='u'/><arg type='u'/>
    </signal>
  </interface>
</node>
"""

# Why a notification is gone, by the Desktop Notifications Specification.
DISMISSED, CLOSED = 2, 3

connection = None
last_id = 0


def tell(**event):
    print(json.dumps(event), flush=True)


def signal(name, signature, *values):
    connection.emit_signal(None, PATH, NAME, name, GLib.Variant(signature, values))


def answer(_connection, _sender, _path, _interface, method, parameters, invocation):
    given = parameters.unpack()
    if method == 'GetCapabilities':
        can = ['actions', 'body', 'persistence']
        invocation.return_value(GLib.Variant('(as)', (can,)))
    elif method == 'GetServerInformation':
        who = ('otklik-tests', 'otklik', '1', '1.2')
        invocation.return_value(GLib.Variant('(ssss)', who))
    elif method == 'Notify':
        invocation.return_value(GLib.Variant('(u)', (show(given),)))
    elif method == 'CloseNotification':
        invocation.return_value(None)
        tell(event='closed', id=given[0])
        signal('NotificationClosed', '(uu)', given[0], CLOSED)


def show(given):
    global last_id
    _app, replaced, _icon, title, body = given[:5]
    if not replaced:
        last_id += 1
    number = replaced or last_id
    tell(event='shown', id=number, title=title, body=body)
    return number


def obey(_input, _condition):
    line = sys.stdin.readline()
    if not line:
        loop.quit()
        return False
    command, number = line.split()
    if command == 'click':
        signal('ActionInvoked', '(us)', int(number), 'default')
    elif command == 'dismiss':
        signal('NotificationClosed', '(uu)', int(number), DISMISSED)
    return True


def offer(bus, _name):
    global connection
    connection = bus
    interface = Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0]
    bus.register_object(PATH, interface, answer, None, None)


loop = GLib.MainLoop()
Gio.bus_own_name(
    Gio.BusType.SESSION,
    NAME,
    Gio.BusNameOwnerFlags.NONE,
    offer,
    lambda _bus, _name: tell(event='ready'),
    lambda _bus, _name: loop.quit(),
)
GLib.io_add_watch(sys.stdin, GLib.IO_IN | GLib.IO_HUP, obey)
loop.run()
