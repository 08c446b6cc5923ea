/*
 * mit_bench - motors in MIT mode behind a pseudo-terminal, and what drivers of all makers' motors have to do.
 */
#ifndef SINEW_MIT_BENCH_H
#define SINEW_MIT_BENCH_H

#include "motor_suite.h"
#include "peer_mit.h"

static peer_mit motors;

LOOK_AT(peer_mit_motor, motors.motor)

static inline void start_motors(const peer_maker *maker, int count, int slcan)
{
    peer_mit_init(&motors, maker, count, slcan, peer_now_ns);
    start_line(&motors, peer_mit_answer);
}

static inline suite_power power_of(int index)
{
    const int power = look(index).power;
    return power == 0 ? POWER_OFF : power == motors.maker->on ? POWER_ON :
        power == motors.maker->tripped ? POWER_TRIPPED : POWER_OTHER;
}

static inline double torque_of(int index)
{
    return look(index).torque;
}

static inline long commands_of(int index)
{
    return look(index).commands;
}

static inline void restart_one(int index)
{
    peer_mit_restart(&motors, index);
    motors.hello = motors.maker->extended ? 2 : 0;
}

/*
 * The motors' own damping, and what is closed for them beyond it. To be called while they turn, limited to 2 N·m.
 *
 * damping_b  behind a gear of 2, so a quarter of it at the shaft
 */
static inline void must_damp(double damping_b)
{
    CHECK(look(0).kp == 0);
    CHECK_NEAR(0, look(0).kd, 0);
    *value(SINEW_CMD_MOTOR_DAMPING, "a") = 1.5;
    *value(SINEW_CMD_MOTOR_DAMPING, "b") = damping_b;
    cycles(50, 1);
    CHECK_NEAR(1.5, look(0).kd, 0.002);
    CHECK_NEAR(damping_b / 4, look(1).kd, 0.005);
    *value(SINEW_CMD_MOTOR_DAMPING, "a") = 7; /* 2 more than the motor can */
    cycles(150, 9);
    CHECK_NEAR(5, look(0).kd, 0.002);
    CHECK_NEAR(2, look(0).torque, 0.006); /* the limit */
    cycles(300, 1);
    CHECK_NEAR(1 - 2 * look(0).velocity, look(0).torque, 0.1);
    cycle(1, 0);
    peer_sleep_ms(20);
    CHECK_NEAR(0, look(0).kd, 0);
}

static inline void should_speak_slcan(const peer_maker *maker)
{
    start_motors(maker, 2, 1);
    must_open(with("motors=a:1,b:2 link=slcan watchdog_ms=1000"));
    must_activate();
    CHECK(await_sample(200));
    cycles(50, 1);
    CHECK_NEAR(1, look(1).torque, 0.006);
    sinew_driver_close(driver);
    for (int i = 0; i < 500 && (look(0).power != 0 || motors.is_open); i++)
    {
        peer_sleep_ms(1);
    }
    CHECK_EQUAL(0, look(0).power + motors.is_open);
    peer_stop(&peer);
}

#endif
