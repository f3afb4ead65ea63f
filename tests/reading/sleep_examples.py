"""Small files of sleep in the forms that makers use. Every one is invented."""

from __future__ import annotations

import io
import json
import zipfile

DOCTYPE = """<!DOCTYPE HealthData [
<!-- made up -->
<!ELEMENT HealthData (ExportDate,Me,Record*)>
<!ATTLIST Record
  type CDATA #REQUIRED
>
]>
"""


def apple_record(stage, begin, end, source="Klocka", inside=""):
    tag = (
        f'<Record type="HKCategoryTypeIdentifierSleepAnalysis" sourceName="{source}" startDate="{begin}" '
        f'endDate="{end}" value="HKCategoryValueSleepAnalysis{stage}"'
    )
    return f"{tag}>{inside}</Record>" if inside else f"{tag}/>"


APPLE_RECORDS = [
    apple_record("InBed", "2026-11-20 22:50:00 +0100", "2026-11-21 06:45:00 +0100", "Telefon"),
    apple_record(
        "AsleepCore",
        "2026-11-20 23:05:00 +0100",
        "2026-11-21 02:05:00 +0100",
        inside='<MetadataEntry key="HKTimeZone" value="Europe/Stockholm"/>',
    ),
    apple_record("Awake", "2026-11-21 02:05:00 +0100", "2026-11-21 02:15:00 +0100"),
    apple_record("AsleepDeep", "2026-11-21 02:15:00 +0100", "2026-11-21 06:15:00 +0100"),
    '<Record type="HKQuantityTypeIdentifierHeartRate" sourceName="Klocka" value="61"/>',
    '<Workout workoutActivityType="x"><MetadataEntry key="HKTimeZone" value="Asia/Tokyo"/></Workout>',
]


def apple(*records, doctype=DOCTYPE):
    body = "\n".join(records or APPLE_RECORDS)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{doctype}<HealthData>\n{body}\n</HealthData>\n'.encode()


def zipped(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_json", ".json"), content)
    return out.getvalue()


FITBIT_LOG = {
    "logId": 11,
    "dateOfSleep": "2026-11-22",
    "startTime": "2026-11-20T23:10:00.000",
    "endTime": "2026-11-21T06:40:00.000",
    "duration": 27_000_000,
    "isMainSleep": True,
    "minutesAsleep": 420,
    "minutesToFallAsleep": 0,
    "timeInBed": 450,
    "levels": {
        "data": [
            {"dateTime": "2026-11-20T23:10:00.000", "level": "light", "seconds": 7200},
            {"dateTime": "2026-11-21T01:10:00.000", "level": "wake", "seconds": 600},
            {"dateTime": "2026-11-21T01:20:00.000", "level": "deep", "seconds": 19200},
        ],
        "shortData": [{"dateTime": "2026-11-21T03:00:00.000", "level": "wake", "seconds": 120}],
    },
}


def fitbit(*logs):
    return json.dumps({"sleep": list(logs or [FITBIT_LOG])}).encode()


ANDROID = (
    b'Id,Tz,From,To,Sched,Hours,Rating,Comment,Framerate,"23:05","23:10","Event"\n'
    b'"1795212300000","Europe/Stockholm","20. 11. 2026 23:05","21. 11. 2026 6:35","21. 11. 2026 6:35","7.250","0.0",'
    b'"a \\"quoted\\" note, with\n a second line","10000","1.2","0.4","LUX-1-2.0"\n'
    b'Id,Tz,From,To,Sched,Hours,Rating,Comment,Framerate,"13:00"\n'
    b'"1795262400000","Europe/Stockholm","21. 11. 2026 13:00","21. 11. 2026 13:40","","0.600","0.0","","10000","0.1"\n'
)

SLEEPMETER = (
    b'custom_tag_id,name\nCUSTOM_0001,"late "tea"\n"\n\n'
    b"wake,sleep,bedtime,holes,type,dreams,aid,hindrances,tags,quality,notes\n"
    b'"2026-11-21 06:30+0100","2026-11-20 23:00+0100","2026-11-20 22:40+0100",60-75|120-125,NIGHT_SLEEP,NONE,NONE,'
    b'NONE,NONE,5,"an "odd" note\n'
    b'on two lines"\n'
    b'"2026-11-21 14:00+0100","2026-11-21 13:10+0100",,,NAP,NONE,NONE,NONE,NONE,5,""\n'
)

OURA = {
    "data": [
        {
            "id": "a1", "day": "2026-11-21", "bedtime_start": "2026-11-20T23:00:00+01:00",
            "bedtime_end": "2026-11-21T06:30:00+01:00", "total_sleep_duration": 24_000, "time_in_bed": 27_000,
            "latency": 540, "type": "long_sleep",
        },
        {
            "id": "a2", "bedtime_start": "2026-11-21T14:00:00+01:00", "bedtime_end": "2026-11-21T14:30:00+01:00",
            "type": "rest",
        },
    ]
}  # fmt: skip

WITHINGS = {
    "body": {
        "series": [
            {
                "id": 5, "timezone": "Europe/Stockholm", "startdate": 1_795_212_000, "enddate": 1_795_239_000,
                "data": {
                    "lightsleepduration": 12_000, "deepsleepduration": 6_000, "remsleepduration": 6_000,
                    "wakeupduration": 600, "wakeupcount": 2, "durationtosleep": 300,
                },
            }
        ]
    }
}  # fmt: skip

GOOGLE = {
    "dataSourceId": "derived:com.google.sleep.segment:made-up",
    "point": [
        {
            "startTimeNanos": "1795212000000000000", "endTimeNanos": "1795222800000000000",
            "dataTypeName": "com.google.sleep.segment", "originDataSourceId": "raw:com.google.sleep.segment:app:x",
            "value": [{"intVal": 4}],
        },
        {
            "startTimeNanos": "1795222800000000000", "endTimeNanos": "1795239000000000000",
            "dataTypeName": "com.google.sleep.segment", "originDataSourceId": "raw:com.google.sleep.segment:app:x",
            "value": [{"intVal": 5}],
        },
    ],
}  # fmt: skip

TABLE = (
    b"Going to bed;Up;Minutes;Note\n2026-11-20 23:00;2026-11-21 06:30;412,5;a\n2026-11-21 23:30;2026-11-22 06:00;;b\n"
)

FITABASE = (
    b"Id,SleepDay,TotalSleepRecords,TotalMinutesAsleep,TotalTimeInBed\n"
    b"1,4/12/2026 12:00:00 AM,1,400,430\n1,4/13/2026 12:00:00 AM,1,390,420\n2,4/13/2026 12:00:00 AM,1,100,120\n"
)

EVERY = {
    "apple.xml": apple(),
    "fitbit.json": fitbit(),
    "android.csv": ANDROID,
    "sleepmeter.csv": SLEEPMETER,
    "oura.json": json.dumps(OURA).encode(),
    "withings.json": json.dumps(WITHINGS).encode(),
    "google.json": json.dumps(GOOGLE).encode(),
    "fitabase.csv": FITABASE,
    "table.csv": TABLE,
}
