package dev.straddle.findings;

import static dev.straddle.findings.FormText.console;
import static dev.straddle.findings.FormText.kernelOnly;

import dev.straddle.findings.LogForms.Form;
import java.util.Map;

/** Terminals, console servers, telephones, and log daemons of the rarer kind. */
final class SerialForms {

  private SerialForms() {}

  static void addTo(Map<String, Form> forms) {
    console(forms, "tio", l -> "[" + l.clock() + ".123] ");
    console(
        forms, "terminal program, dense", l -> "[20240501_" + l.clock().replace(":", "") + "] ");
    console(
        forms, "terminal program, a colon before milliseconds", l -> "[" + l.clock() + ":123] ");
    console(
        forms,
        "console server",
        l -> "2024-05-01T" + l.clock() + "." + l.fraction() + "Z port03: ");
    console(forms, "console server, a name and a number", l -> "ttyS3@rack-2 " + l.clock() + " ");
    console(
        forms,
        "ts with seconds since 1970",
        l -> (1714557600 + l.seconds()) + "." + l.fraction() + " ");
    console(
        forms,
        "tai64n",
        l -> "@4000000066321a80" + String.format("%08x ", l.micros() % 1000000 * 1000));
    console(forms, "svlogd", l -> "2024-05-01_" + l.clock() + ".12345 ");
    kernelOnly(
        forms, "OpenWrt", l -> "Wed May  1 " + l.clock() + " 2024 kern.warn kernel: " + l.plain());
    kernelOnly(
        forms,
        "OpenWrt, no stamps",
        l -> "Wed May  1 " + l.clock() + " 2024 kern.warn kernel: " + l.text());
    kernelOnly(
        forms,
        "Chrome OS",
        l -> "2024-05-01T" + l.clock() + "." + l.fraction() + "Z WARNING kernel: " + l.plain());
    kernelOnly(forms, "metalog", l -> "May 01 " + l.clock() + " [kernel] " + l.text());
    kernelOnly(
        forms,
        "wall",
        l -> "\nMessage from syslogd@host at May  1 " + l.clock() + " ...\n kernel:" + l.plain());
    kernelOnly(
        forms,
        "wall, no stamps",
        l -> "\nMessage from syslogd@host at May  1 " + l.clock() + " ...\n kernel:" + l.text());
    kernelOnly(
        forms,
        "relayed with seconds",
        l -> "<4>[" + l.seconds() + "." + l.fraction() + "] " + l.text());
    kernelOnly(
        forms,
        "netconsole in syslog",
        l ->
            "2024-05-01 " + l.clock() + " 10.0.0.7 6.12.0,4,1005," + l.micros() + ",-;" + l.text());
    kernelOnly(forms, "crash utility, -m", l -> l.stamp() + "<4>" + l.text());
    kernelOnly(
        forms, "crash utility, -T", l -> "[Wed May  1 " + l.clock() + " UTC 2024] " + l.text());
    kernelOnly(
        forms,
        "phone, a letter",
        l -> "<4>" + l.stamp() + "W[" + l.micros() % 8 + ":    kworker/0:1:  321] " + l.text());
    kernelOnly(
        forms,
        "phone, nothing between",
        l -> l.stamp().strip() + "c" + l.micros() % 8 + " " + l.text());
    kernelOnly(
        forms,
        "phone, seconds with a unit",
        l ->
            "["
                + l.seconds()
                + "."
                + l.fraction()
                + "s][2024:05:01 "
                + l.clock()
                + "][pid:321,cpu"
                + l.micros() % 4
                + ",kworker]"
                + l.text());
    kernelOnly(
        forms,
        "phone, a group of words",
        l -> l.stamp() + "(CPU:" + l.micros() % 8 + "-pid:321:kworker/0:1) " + l.text());
    kernelOnly(
        forms,
        "logcat, long",
        l -> "[ 05-01 " + l.clock() + ".123     0:    0 W/kernel ]\n" + l.text() + "\n");
    kernelOnly(forms, "bugreport", l -> "<6>" + l.stamp() + l.text());
    kernelOnly(forms, "journal in Chinese", l -> "5月 01 " + l.clock() + " 主机 kernel: " + l.text());
    kernelOnly(forms, "journal in Czech", l -> "kvě 01 " + l.clock() + " host kernel: " + l.text());
    kernelOnly(forms, "journal in Greek", l -> "Μαΐ 01 " + l.clock() + " host kernel: " + l.text());
    kernelOnly(
        forms, "journal in Vietnamese", l -> "Thg 5 01 " + l.clock() + " host kernel: " + l.text());
    kernelOnly(forms, "journal in Thai", l -> "พ.ค. 01 " + l.clock() + " host kernel: " + l.text());
    kernelOnly(
        forms, "journal in Arabic", l -> "ماي 01 " + l.clock() + " host kernel: " + l.text());
    kernelOnly(forms, "dmesg -T in Chinese", l -> "[三 5月  1 " + l.clock() + " 2024] " + l.text());
    kernelOnly(forms, "dmesg -T in Japanese", l -> "[水  5月  1 " + l.clock() + " 2024] " + l.text());
    kernelOnly(
        forms,
        "clock in Japanese",
        l ->
            "2024年5月1日 "
                + l.clock().replaceFirst(":", "時").replaceFirst(":", "分")
                + "秒 "
                + l.text());
    kernelOnly(forms, "clock in Chinese", l -> "[2024年05月01日 上午 " + l.clock() + "] " + l.text());
    console(forms, "half of the day", l -> "5/1/2024 " + l.clock().substring(1) + " AM ");
  }
}
