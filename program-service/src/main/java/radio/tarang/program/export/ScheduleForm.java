package radio.tarang.program.export;

import org.springframework.http.MediaType;

/** One of the forms a schedule is written in. */
interface ScheduleForm {
    /** What its address ends in. */
    String suffix();

    MediaType type();

    byte[] write(Schedule schedule);

    /** How many days after today it holds unless asked otherwise. */
    default int daysAhead() {
        return ScheduleRange.DAYS_AHEAD;
    }
}
