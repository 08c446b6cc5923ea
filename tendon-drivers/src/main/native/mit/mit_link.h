/*
 * mit_link - asks Damiao motors on a CAN bus and collects their feedback.
 *
 * Feedback carries no number. But a motor answers in the order in which it was asked, so an answer of another kind
 * divides them: after a motor has not answered in time, the next exchange asks it for one of its registers first. What
 * comes from it before that register is late, and dropped; what has not come by then never will; what comes after it
 * is counted. One such question at a time, each names another register, so that no late one is taken for it.
 *
 * I/O thread only. Every wait has a deadline, no loop is longer than the frames that are there.
 */
#ifndef SINEW_MIT_LINK_H
#define SINEW_MIT_LINK_H

#include "bus.h"
#include "can_port.h"
#include "dm_codec.h"

#define MIT_PATIENCE_NS 250000000 /* after this an answer does not come any more */

typedef struct mit_motor_link
{
    uint32_t id;
    uint32_t feedback_id; /* identifier of its feedback; known once a register has been read */
    dm_range range;

    uint32_t behind;   /* commands that it has not answered yet: what comes first may be older */
    uint32_t divider;  /* register that is waited for and divides old from new; 0: none */
    int64_t divider_ns; /* when it was asked for */
    uint32_t owed;     /* of those behind, how many are older than the divider */
    uint32_t since;    /* commands since the divider */
    uint32_t skip;     /* feedback that is still to come before that of the newest command */

    int answered;
    dm_feedback feedback;
} mit_motor_link;

typedef struct mit_link
{
    can_port port;
    bus_counters *counters;
    uint32_t devices;
    mit_motor_link motor[MOTORS_MAX];
    uint32_t next_divider;
    uint32_t undecided; /* exchanges that may be late or lost */
    int lost_one;       /* an answer to one of them will never come */

    /* Of the exchange that is going on. */
    int wrong_id; /* somebody who is not ours has spoken: only a reason when one of ours has not */
    int doubled;
    int bad_value;
    uint64_t asked;
} mit_link;

/* Begins an exchange: throws away what nobody waits for any more. */
void mit_link_begin(mit_link *link);

/* Adds a frame to one motor that it answers with feedback, and a question that divides when it is behind. */
void mit_link_add(mit_link *link, uint32_t motor, const can_message *message);

/* Sends what was added and waits for feedback until answer_ns after that. */
bus_outcome mit_link_finish(mit_link *link, int64_t answer_ns);

/*
 * Reads or writes one register of one motor, for open and activate: message is dm_read or dm_write.
 *
 * feedback_id  receives the identifier of the answer
 * answers      receives how many motors answered: 2 means that two have this id; NULL: do not wait for a second
 * returns      BUS_GOOD, or what went wrong
 */
bus_outcome mit_link_register(mit_link *link, const can_message *message, dm_register *answer, uint32_t *feedback_id,
    uint32_t *answers);

/* What was looked at but does not decide over an exchange. */
void mit_link_count(mit_link *link, bus_outcome outcome);

#endif
