/*
 * mot_link - asks moteus controllers on a CAN bus and collects their answers.
 *
 * The source in a request's identifier comes back as the destination of its answer. So each exchange names another
 * source, and an answer tells to which exchange it belongs: one that comes late is counted and dropped, never taken for
 * the next. A source is not used again until its answers have come, or a quarter of a second has passed, which counts
 * as lost.
 *
 * I/O thread only. Every wait has a deadline, no loop is longer than the frames that are there.
 */
#ifndef SINEW_MOT_LINK_H
#define SINEW_MOT_LINK_H

#include "bus.h"
#include "can_port.h"
#include "mot_codec.h"

#define MOT_HOSTS_FIRST 64u /* sources that may be used: 64 to 126, but for ids of motors */
#define MOT_HOSTS_MAX 63u
#define MOT_PATIENCE_NS 250000000 /* after this an answer does not come any more */

typedef struct mot_link
{
    can_port port;
    bus_counters *counters;
    uint32_t devices;
    uint8_t motor_of[128]; /* place of an id in the list, from 1; 0: not ours */
    uint8_t host_of[128];  /* place of a source, from 1; 0: not ours */
    uint8_t id[MOTORS_MAX];

    uint32_t hosts;
    uint32_t next_host;
    uint8_t host[MOT_HOSTS_MAX];
    int64_t since_ns[MOT_HOSTS_MAX]; /* answers to this source are waited for; 0: free */
    uint64_t missing[MOT_HOSTS_MAX]; /* whose */
    uint8_t counted[MOT_HOSTS_MAX];  /* what became of it has been counted already */

    /* Of the exchange that is going on. */
    int host_now; /* place of its source, -1: none was free */
    int wrong_id;
    int bad_value;
    uint64_t asked;    /* who was asked */
    uint64_t answered; /* who answered with something that can be understood */
    uint64_t doubled;  /* who answered more than once */
    mot_answer answer[MOTORS_MAX];
} mot_link;

/* Sets up the tables; ids are those of the motors. Returns how many sources there are. */
uint32_t mot_link_init(mot_link *link, const motor_list *motors, bus_counters *counters);

/* Begins an exchange: looks at what came late, chooses a source. */
void mot_link_begin(mot_link *link);

/* Adds a frame of `bytes` for one motor; when a source is free its answer is wanted. */
void mot_link_add(mot_link *link, uint32_t motor, can_message *message, uint32_t bytes);

/*
 * Sends what was added and waits for the answers until answer_ns after that.
 *
 * doubles  how long to wait for second answers of somebody after all have come; 0: not at all
 */
bus_outcome mot_link_finish(mot_link *link, int64_t answer_ns, int64_t doubles_ns);

#endif
