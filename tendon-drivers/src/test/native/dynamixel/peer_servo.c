/* The servos themselves: registers, torque, watchdog, a shaft with friction. */
#include "peer_dxl.h"

#include <string.h>

#define TURN 4096.0

uint32_t peer_dxl_get(const peer_servo *servo, uint32_t address, uint32_t count)
{
    uint32_t value = 0;
    for (uint32_t i = 0; i < count; i++)
    {
        value |= (uint32_t)servo->reg[(address + i) % PEER_REGISTERS] << 8 * i;
    }
    return value;
}

void peer_dxl_put(peer_servo *servo, uint32_t address, uint32_t count, uint32_t value)
{
    for (uint32_t i = 0; i < count; i++)
    {
        servo->reg[(address + i) % PEER_REGISTERS] = (uint8_t)(value >> 8 * i);
    }
}

void peer_dxl_power_up(peer_servo *servo)
{
    memset(servo->reg + 64, 0, PEER_REGISTERS - 64);
    peer_dxl_put(servo, 68, 1, 2);
    peer_dxl_put(servo, 146, 1, 31);
}

void peer_dxl_init(peer_dxl *peer, uint32_t servos, uint32_t model, uint32_t firmware, int64_t (*now_ns)(void))
{
    memset(peer, 0, sizeof *peer);
    peer->servos = servos;
    peer->now_ns = now_ns;
    peer->heard_ns = now_ns();
    peer->moved_ns = peer->heard_ns;
    for (uint32_t i = 0; i < servos; i++)
    {
        peer_servo *servo = &peer->servo[i];
        servo->id = (uint8_t)(i + 1);
        servo->position = 2048 + 100.0 * i;
        peer_dxl_put(servo, 0, 2, model);
        peer_dxl_put(servo, 6, 1, firmware);
        peer_dxl_put(servo, 7, 1, servo->id);
        peer_dxl_put(servo, 9, 1, 250);
        peer_dxl_put(servo, 11, 1, 3);
        peer_dxl_put(servo, 38, 2, 1193);
        peer_dxl_power_up(servo);
    }
}

void peer_dxl_restart(peer_dxl *peer, uint32_t index)
{
    peer_dxl_power_up(&peer->servo[index]);
    peer->servo[index].velocity = 0;
}

/* Lets the servos live until now: watchdog, current, a shaft with friction. */
void peer_dxl_live(peer_dxl *peer)
{
    const int64_t now = peer->now_ns();
    const double seconds = (double)(now - peer->moved_ns) * 1e-9;
    peer->moved_ns = now;
    for (uint32_t i = 0; i < peer->servos; i++)
    {
        peer_servo *servo = &peer->servo[i];
        const uint32_t units = peer_dxl_get(servo, 98, 1);
        const int on = peer_dxl_get(servo, 64, 1) == 1;
        if (on && units >= 1 && units <= 127 && now - peer->heard_ns > (int64_t)units * 20000000)
        {
            peer_dxl_put(servo, 98, 1, 255);
            peer_dxl_put(servo, 102, 2, 0);
        }
        int16_t current = on ? (int16_t)peer_dxl_get(servo, 102, 2) : 0;
        if (on && peer_dxl_get(servo, 11, 1) == 5)
        {
            const double error = (double)(int32_t)peer_dxl_get(servo, 116, 4) - servo->position;
            current = (int16_t)(error > 10 ? current : error < -10 ? -current : 0);
        }
        const double settled = current * 0.5;
        servo->velocity += (settled - servo->velocity) * (seconds > 0.05 ? 1.0 : seconds * 20);
        servo->position += servo->velocity * 0.229 / 60 * TURN * seconds;
        if (peer->faults.clock_since_ns != 0)
        {
            servo->position = (double)((now - peer->faults.clock_since_ns) / 500000);
        }
        peer_dxl_put(servo, 126, 2, (uint16_t)current);
        peer_dxl_put(servo, 128, 4, (uint32_t)(int32_t)servo->velocity);
        peer_dxl_put(servo, 132, 4, (uint32_t)(int32_t)servo->position);
    }
}

void peer_dxl_store(peer_dxl *peer, peer_servo *servo, uint32_t address, const uint8_t *data, uint32_t count)
{
    const int on = peer_dxl_get(servo, 64, 1) == 1;
    if (address < 64 && on)
    {
        return; /* EEPROM is locked */
    }
    if (address >= 100 && address < 120 && peer_dxl_get(servo, 98, 1) == 255)
    {
        return; /* goals are read-only after the watchdog */
    }
    if (address == 64)
    {
        peer->torque_writes++;
        if (data[0] == 0 && peer->faults.never_stops)
        {
            return;
        }
        peer_dxl_put(servo, 102, 2, data[0] == 1 && !on ? 0 : peer_dxl_get(servo, 102, 2));
    }
    if (address == 102 && on && (data[0] | data[1]) != 0)
    {
        peer->goals++;
    }
    for (uint32_t i = 0; i < count; i++)
    {
        servo->reg[(address + i) % PEER_REGISTERS] = data[i];
    }
}
