package dev.sinew.tendon.calibration;

import java.util.Locale;

/**
 * Why a group could not be calibrated; {@code %1$s} is a joint, motor or tendon, {@code %2$.3f} and {@code %3$.3f} are
 * numbers.
 */
enum CalibrationFailure
{
    /** None. */
    NONE(""),
    /** Nothing that a motor reports changes, whatever it is asked for. */
    MOTOR_SILENT("motor %1$s does not answer: its readings stand still; check its cable, number and power"),
    /** A cable never became taut. */
    NEVER_TAUT("tendon %1$s never became taut: its motor took in %2$.3f m; check that the cable is whole and on its " +
        "spool"),
    /** A motor stands still though its cable does not pull as it was asked to. */
    TENSION_MISSED("tendon %1$s pulls %2$.1f N where %3$.1f N are asked for and its motor stands still; check rotor, " +
        "drive and load cell"),
    /** A motor never moves. */
    MOTOR_STUCK("motor %1$s has not moved at all though it was made to pull; check its rotor and its drive"),
    /** A cable was cut. */
    TENDON_CUT("tendon %1$s was lost on the way: its motor runs ahead without tension; mend it"),
    /** A cable carries too much. */
    OVER_TENSION("tendon %1$s carries %2$.1f N, more than its greatest %3$.1f N; find out what holds the joint"),
    /** A joint did not come to rest at a stop. */
    NOT_AT_STOP("joint %1$s did not come to rest at a stop in time, it is at %2$.3f rad; free it or raise --effort"),
    /** An encoder does not follow its motors. */
    ENCODER_FROZEN("the encoder of joint %1$s stands still while its motors turn it by %2$.3f rad; check it"),
    /** An encoder has no value. */
    ENCODER_SILENT("the encoder of joint %1$s gives no value; check its cable and power"),
    /** The way between the stops is not the file's. */
    RANGE_WRONG("joint %1$s moves %2$.3f rad between its stops, its file says %3$.3f rad; free it, raise --effort, " +
        "or correct limits_rad"),
    /** A spool took in other lengths than the routing says. */
    TRAVEL_WRONG("the cable of motor %1$s travels %2$.4f m between the stops, its routing says %3$.4f m; check spool," +
        " moment arms and which motor winds which tendon"),
    /** Motors do not come to rest. */
    NOT_STILL("motor %1$s does not come to rest, it moved %2$.3f rad; check for something that swings"),
    /** A motor is too hot. */
    MOTOR_HOT("motor %1$s is at %2$.0f °C, its limit is %3$.0f °C; let it cool");

    private final String text;

    CalibrationFailure(final String text)
    {
        this.text = text;
    }

    /** Not for the loop's thread. */
    String describe(final String part, final double first, final double second)
    {
        return String.format(Locale.ROOT, text, part, first, second);
    }
}
