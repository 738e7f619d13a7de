"""Passwords, and the words they begin with, that are tried first by whoever guesses.

Lower case, without spaces. Only what could have 12 characters, alone or with digits behind it, is of use here.
"""

from __future__ import annotations

_LISTED = """
password passwords password1 passw0rd p@ssword p@ssw0rd pa55word passwordpassword password123456 mypassword
mypassword1 newpassword thepassword thisismypassword changeme changemenow changeme123 changethis pleasechangeme
letmein letmeinnow letmeinplease welcome welcomeback welcomehome welcome123 administrator administrator1 admin
adminadmin adminadminadmin administration superadmin superuser rootroot rootpassword defaultpassword default
guestguest guest testtest testing testpassword temporary temporarypassword secret secretpassword topsecret
qwerty qwertyuiop qwertyuiop123 qwertyuiopasdf qwertyuiopasdfghjkl qwertyqwerty qwerty123456 qwerty12345678
asdfghjkl asdfghjkl123 asdfasdfasdf zxcvbnm zxcvbnm12345 1q2w3e4r5t6y 1q2w3e4r5t6y7u 1qaz2wsx3edc 1qaz2wsx3edc4rfv
zaq12wsxcde3 q1w2e3r4t5y6 qazwsxedcrfv qazwsxedcrfvtgb abc123abc123 abcd1234abcd abcdefghijkl abcdefghijklm
abcdefg1234567 aaaaaaaaaaaa 000000000000 111111111111 121212121212 123123123123 112233445566 123456123456
123456789012 1234567890123 123456789123 123456789abc 1234567890qwerty 123qweasdzxc 123qwe123qwe 147258369147
159753159753 192837465564 098765432109 987654321098 987654321012 iloveyou iloveyou123 iloveyousomuch
iloveyouforever ihateyou imissyou lovelovelove mylove monkey monkeymonkey dragon dragondragon sunshine
sunshine123 princess princess123 football footballfootball football123 footballclub baseball basketball
superman superman123 batman batman123 starwars starwars123 starwarsfan trustno1 trustnoone whatever whatever123
whateverwhatever nothing nothingnothing computer computer123 internet internet123 michael jennifer jessica
charlie thomas liverpool liverpoolfc liverpoolfc1 manchester manchesterutd manchesterunited manchestercity
manunited arsenal arsenalfc chelseafc chelsea tottenham tottenhamhotspur newcastle newcastleunited everton evertonfc
leedsunited astonvilla westhamunited rangers rangersfc celtic celticfc birmingham london londonlondon england
englandengland scotland scotlandscotland wales unitedkingdom greatbritain january february march april
summer summer2024 summer2025 summer2026 autumn winter spring september october november december monday friday
christmas christmas2024 christmas2025 happychristmas happybirthday birthday correcthorsebatterystaple
correcthorsebattery correcthorse staplebattery youllneverguess ilovemyfamily ilovemymum ilovemydad ilovemycat
ilovemydog openthedoor opensesame accessdenied access blahblahblah lalalalalala hahahahahaha community communities
communitygroup communitycouncil council councilcouncil councilpassword boroughcouncil localcouncil citycouncil
countycouncil volunteer volunteers volunteering charity clearway clearwayclearway clearwaypassword forumforum
forumpassword mypasswordis passwordispassword thequickbrownfox tobeornottobe hellohello hellohellohello helloworld
hello123 hellokitty minecraft pokemon pokemonpokemon spiderman chocolate chocolate123 butterfly butterfly123 flower
flowers rainbow rainbow123 unicorn unicorn123 cheesecake banana bananabanana snoopy snoopysnoopy ginger pepper shadow
freedom freedom123 jesuschrist jesuslovesme blessed godisgood
"""
COMMON = frozenset(_LISTED.split())
