/*
 * mit_dialect - what differs between the makers of motors in MIT mode: their frames, and what these mean. A table of
 * pure functions over a codec, so that link, cycle and set-up are written once.
 */
#ifndef SINEW_MIT_DIALECT_H
#define SINEW_MIT_DIALECT_H

#include "can_adapter.h"

/* What a frame makes a motor do, besides telling its state. */
typedef enum mit_say
{
    MIT_SAY_NOTHING, /* only asks for the state; see asking_stops */
    MIT_SAY_DISABLE,
    MIT_SAY_CLEAR, /* faults */
    MIT_SAY_ENABLE,
    MIT_SAY_ZERO /* a command without torque, which feeds its watchdog */
} mit_say;

typedef enum mit_power
{
    MIT_OFF,
    MIT_ON,
    MIT_LOST, /* its watchdog has fired */
    MIT_OTHER /* neither: it calibrates itself, for instance */
} mit_power;

/* What the numbers of a motor reach. */
typedef struct mit_range
{
    double position; /* rad */
    double velocity; /* rad/s */
    double torque;   /* N·m */
    double kp;       /* N·m/rad */
    double kd;       /* N·m·s/rad */
} mit_range;

typedef struct mit_state
{
    mit_power power;
    uint32_t fault; /* the maker's code, 8 bits; 0: none */
    double position;
    double velocity;
    double torque;
    double temperature_c; /* NaN: not one that can be */
} mit_state;

/* A register or parameter. As a question: id, number and written say which answer is wanted. */
typedef struct mit_value
{
    uint32_t id;
    uint32_t number;
    int written; /* answer to a write */
    int refused; /* the motor does not have it */
    uint32_t whole;
    float real; /* the same bits */
} mit_value;

typedef enum mit_sender
{
    MIT_NOBODY, /* this motor has not sent it */
    MIT_TWISTED, /* its identifier, but data that say somebody else */
    MIT_THIS
} mit_sender;

typedef struct mit_dialect
{
    const char *name;
    const can_adapter *adapter; /* the maker's own, on a serial port */
    int extended;               /* its frames have identifiers of 29 bits; all others are somebody else's */

    /* Registers that every motor has and that nobody writes here. */
    const uint16_t *dividers;
    uint32_t divider_count;

    uint32_t mode_number; /* register that has to be mode_mit */
    uint32_t mode_mit;
    int mode_is_ours; /* it is written when it is another one; else that is refused */
    uint32_t watchdog_number; /* register of the watchdog's time, units of 50 us */
    const char *watchdog_text;
    int asking_stops; /* there is no question for the state that leaves a motor alone: it is told to stop */
    int write_tells_state; /* a write is answered with the state, and not with the value */
    int watchdog_is_mute;  /* a motor whose watchdog has fired only says that it is off */

    void (*say)(can_message *message, uint32_t id, const mit_range *range, mit_say say);
    /* Values beyond what the motor's numbers reach are limited to that. */
    void (*command)(can_message *message, uint32_t id, const mit_range *range, double kd, double torque);
    void (*read)(can_message *message, uint32_t id, uint32_t number);
    void (*write)(can_message *message, uint32_t id, uint32_t number, uint32_t whole);

    /* 0 when it is no answer to a read or a write. */
    int (*value)(const can_message *message, mit_value *value);
    /* 1 when it is nothing that the driver waits for, nor a sign of something wrong. */
    int (*passes)(const can_message *message);
    mit_sender (*sender)(const can_message *message, uint32_t id, uint32_t feedback_id);
    /* 0 when it cannot be a state. */
    int (*state)(const can_message *message, const mit_range *range, mit_state *state);
    /* A fault that a motor reports by itself; NULL where none do. 0 when it is something else. */
    int (*report)(const can_message *message, uint32_t *id, uint32_t *fault);
    const char *(*fault_text)(uint32_t fault);
} mit_dialect;

extern const mit_dialect DAMIAO;    /* dm_dialect.c */
extern const mit_dialect ROBSTRIDE; /* rs_dialect.c */

#endif
